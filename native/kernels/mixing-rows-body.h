// Rows of the mixing kernel for one instruction set: included once for each, with its TARGET and LANES.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi").
#include "selection-body.h"

typedef float Lanes __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

TARGET static inline float sum_of(Lanes lanes) {
#if LANES == 16
  return _mm512_reduce_add_ps(lanes);
#else
  float parts[LANES];
  std::memcpy(parts, &lanes, sizeof parts);
  float sums[4] = {parts[0], parts[1], parts[2], parts[3]};
  for (int i = 4; i < LANES; i++) sums[i % 4] += parts[i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
#endif
}

// ‖share a + (1 − share) b‖²
TARGET static inline float squared_norm(const float* a, const float* b, float share, int64_t width) {
  const float rest = 1 - share;
  Lanes sums[2] = {};
  int64_t i = 0;
  for (; i + 2 * LANES <= width; i += 2 * LANES) {
    for (int part = 0; part < 2; part++) {
      const Lanes mixed = share * *reinterpret_cast<const Lanes*>(a + i + part * LANES) +
                          rest * *reinterpret_cast<const Lanes*>(b + i + part * LANES);
      sums[part] += mixed * mixed;
    }
  }
  float tail = 0;
  for (; i < width; i++) {
    const float mixed = share * a[i] + rest * b[i];
    tail += mixed * mixed;
  }
  return sum_of(sums[0] + sums[1]) + tail;
}

// The unit vector of share a + (1 − share) b.
TARGET static void mix_vectors(const float* a, const float* b, float share, int64_t width, float* mixed) {
  float squares = 0;
  for (int64_t i = 0; i < width; i++) {
    mixed[i] = share * a[i] + (1 - share) * b[i];
    squares += mixed[i] * mixed[i];
  }
  const float norm = std::max(std::sqrt(squares), kSmallestNorm);
  for (int64_t i = 0; i < width; i++) mixed[i] /= norm;
}

TARGET static float dot(const float* a, const float* b, int64_t width) {
  float sum = 0;
  for (int64_t i = 0; i < width; i++) sum += a[i] * b[i];
  return sum;
}

// Parents and shares of a row, from the rows of its hardest keys, ascending; -1 where fewer than N were left. The columns of its draws are those of drawMixing: i, j, α, j of h', β.
TARGET static void choose_parents(const MixingSizes& sizes, const MixingRow& row, int64_t available, const int64_t* hardest,
                                  float* draws) {
  const int64_t pairs = sizes.synthetic, with_query = sizes.synthetic_with_query;
  const int64_t columns = 3 * pairs + 2 * with_query;
  const Key key = row.key;
  for (int64_t column = 0; column < columns; column++) draws[column] = uniform(key, static_cast<uint32_t>(column));
  const float count = static_cast<float>(available), others = static_cast<float>(std::max<int64_t>(available - 1, 0));
  const int32_t period = static_cast<int32_t>(std::max<int64_t>(available, 2));
  int64_t* __restrict__ parents = row.parents;
  for (int64_t pair = 0; pair < pairs; pair++) {
    const int32_t first = static_cast<int32_t>(draws[pair] * count);
    int32_t second = first + 1 + static_cast<int32_t>(draws[pairs + pair] * others);
    second -= second >= period ? period : 0;
    parents[pair] = hardest[first];
    parents[pairs + pair] = hardest[second];
  }
  std::copy_n(draws + 2 * pairs, pairs, row.shares);
  draws += 3 * pairs;
  for (int64_t one = 0; one < with_query; one++) {
    parents[2 * pairs + one] = hardest[static_cast<int32_t>(draws[one] * count)];
    row.shares[pairs + one] = draws[with_query + one] * 0.5f;
  }
}

TARGET static inline void prefetch_row(const float* row, int64_t width) {
  for (int64_t i = 0; i < width; i += 16) __builtin_prefetch(row + i);
}

// ‖α nᵢ + (1 − α) nⱼ‖ straight from the rows of the keys.
TARGET static void pair_norms(const float* keys, int64_t width, int64_t pairs, const int64_t* first, const int64_t* second,
                              const float* alpha, float* __restrict__ norms) {
  // How far ahead rows are asked for: far enough that they come in time, near enough that they are still there.
  constexpr int64_t kAhead = 8;
  for (int64_t pair = 0; pair < pairs; pair++) {
    if (pair + kAhead < pairs) {
      prefetch_row(keys + first[pair + kAhead] * width, width);
      prefetch_row(keys + second[pair + kAhead] * width, width);
    }
    norms[pair] = squared_norm(keys + first[pair] * width, keys + second[pair] * width, alpha[pair], width);
  }
  for (int64_t pair = 0; pair < pairs; pair++) norms[pair] = std::sqrt(norms[pair]);
}

// q·h = (α q·nᵢ + (1 − α) q·nⱼ) / ‖α nᵢ + (1 − α) nⱼ‖₂
TARGET static void pair_mixed_logits(const MixingSizes& sizes, const MixingRow& row, float* mixed) {
  const int64_t pairs = sizes.synthetic, width = sizes.width;
  const int64_t *first = row.parents, *second = row.parents + pairs;
  const float *alpha = row.shares, *cosines = row.logits, *norms = row.norms;
  float* __restrict__ logits = row.logits + sizes.keys;
  pair_norms(row.keys, width, pairs, first, second, alpha, row.norms);
  for (int64_t pair = 0; pair < pairs; pair++) {
    const float share = alpha[pair];
    logits[pair] = (share * cosines[first[pair]] + (1 - share) * cosines[second[pair]]) / norms[pair];
  }
  for (int64_t pair = 0; pair < pairs; pair++) {
    if (norms[pair] >= kShortestSafeNorm) continue;
    mix_vectors(row.keys + first[pair] * width, row.keys + second[pair] * width, alpha[pair], width, mixed);
    logits[pair] = dot(row.query, mixed, width);
  }
}

// q·h' = (β q·q + (1 − β) q·nⱼ) / ‖β q + (1 − β) nⱼ‖₂
TARGET static void query_mixed_logits(const MixingSizes& sizes, const MixingRow& row, float* mixed) {
  const int64_t pairs = sizes.synthetic, width = sizes.width;
  const int64_t* parents = row.parents + 2 * pairs;
  const float self = dot(row.query, row.query, width);
  for (int64_t one = 0; one < sizes.synthetic_with_query; one++) {
    float &logit = row.logits[sizes.keys + pairs + one], &norm = row.norms[pairs + one];
    const float beta = row.shares[pairs + one], rest = 1 - beta, cosine = row.logits[parents[one]];
    norm = std::sqrt(beta * beta * self + rest * rest + 2 * beta * rest * cosine);
    logit = (beta * self + rest * cosine) / norm;
    if (norm >= kShortestSafeNorm) continue;
    mix_vectors(row.query, row.keys + parents[one] * width, beta, width, mixed);
    logit = dot(row.query, mixed, width);
  }
}

// Without enough parents there are no synthetic negatives: −∞ is none.
TARGET static void leave_out(float* logits, float* norms, int64_t count) {
  std::fill_n(logits, count, -std::numeric_limits<float>::infinity());
  std::fill_n(norms, count, 1.0f);
}

TARGET static void mix_row(const MixingSizes& sizes, const MixingRow& row, MixingScratch& scratch) {
  if (row.excluded)
    for (int64_t key = 0; key < sizes.keys; key++)
      row.logits[key] = row.excluded[key] ? -std::numeric_limits<float>::infinity() : row.logits[key];
  const int64_t available =
      select_largest(row.logits, sizes.keys, sizes.hardest, scratch.rows.get(), scratch.ranks.get(), scratch.reordered.get());
  int64_t* hardest = scratch.hardest.get();
  for (int64_t place = 0; place < sizes.hardest; place++) hardest[place] = place < available ? scratch.rows[place] : -1;
  choose_parents(sizes, row, available, hardest, scratch.draws.get());
  const int64_t pairs = sizes.synthetic;
  if (available >= 2)
    pair_mixed_logits(sizes, row, scratch.mixed.get());
  else
    leave_out(row.logits + sizes.keys, row.norms, pairs);
  if (available >= 1)
    query_mixed_logits(sizes, row, scratch.mixed.get());
  else
    leave_out(row.logits + sizes.keys + pairs, row.norms + pairs, sizes.synthetic_with_query);
}

// The slopes of mixed vectors that the closed form cannot tell, through the vectors themselves.
TARGET static void differentiate_vectors(const MixingSizes& sizes, const MixingGradientRow& row, float* mixed) {
  const int64_t pairs = sizes.synthetic, width = sizes.width;
  for (int64_t at = 0; at < pairs + sizes.synthetic_with_query; at++) {
    if (row.norms[at] >= kShortestSafeNorm) continue;
    const bool is_pair = at < pairs;
    const int64_t first = is_pair ? row.parents[at] : 0, second = row.parents[pairs + at];
    if (first < 0 || second < 0) continue;
    mix_vectors(is_pair ? row.keys + first * width : row.query, row.keys + second * width, row.shares[at], width, mixed);
    for (int64_t i = 0; i < width; i++) row.by_query[i] += row.slopes[sizes.keys + at] * mixed[i];
  }
}

// The mixed points are constants: each is a weighted sum of its parents, and so is its gradient.
TARGET static void differentiate_row(const MixingSizes& sizes, const MixingGradientRow& row, MixingScratch& scratch) {
  const int64_t pairs = sizes.synthetic, mixes = pairs + sizes.synthetic_with_query, width = sizes.width;
  float* __restrict__ slopes = row.slopes;
  if (row.excluded)
    for (int64_t key = 0; key < sizes.keys; key++) slopes[key] = row.excluded[key] ? 0 : slopes[key];
  std::fill_n(row.by_query, width, 0.0f);
  // The parents lie on most of the row's cache lines: asked for in order they come faster than one by one.
  for (int64_t key = 0; key < sizes.keys; key += 16) __builtin_prefetch(slopes + key, 1);
  float* __restrict__ scaled = scratch.draws.get();
  const float *__restrict__ norms = row.norms, *__restrict__ of_mixed = slopes + sizes.keys;
  int32_t antipodal = 0;
  for (int64_t at = 0; at < mixes; at++) {
    const float quotient = of_mixed[at] / norms[at];
    const bool is_safe = norms[at] >= kShortestSafeNorm;
    scaled[at] = is_safe ? quotient : 0;
    antipodal += !is_safe;
  }
  if (antipodal > 0) differentiate_vectors(sizes, row, scratch.mixed.get());
  for (int64_t pair = 0; pair < pairs; pair++) {
    const int64_t first = row.parents[pair], second = row.parents[pairs + pair];
    if (first < 0 || second < 0) continue;
    slopes[first] += scaled[pair] * row.shares[pair];
    slopes[second] += scaled[pair] * (1 - row.shares[pair]);
  }
  float by_self = 0;
  for (int64_t at = pairs; at < mixes; at++) {
    const int64_t parent = row.parents[pairs + at];
    if (parent < 0) continue;
    by_self += scaled[at] * row.shares[at];
    slopes[parent] += scaled[at] * (1 - row.shares[at]);
  }
  for (int64_t i = 0; i < width; i++) row.by_query[i] += by_self * row.query[i];
}

static const MixingKernels kernels = {mix_row, differentiate_row};
