// The N largest of a row by selection, for one instruction set: included once for each, with its TARGET and LANES.

// Floats and their ranks are in the same order; -inf has the lowest that is no NaN.
constexpr int32_t kRankOfNothing = static_cast<int32_t>(0xff800000u ^ 0x7fffffffu);

TARGET static inline int32_t rank_of(float value) {
  int32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits ^ ((bits >> 31) & 0x7fffffff);
}

// The n-th largest of `count` ranks, 1 ≤ n ≤ count, which are left in another order.
TARGET static int32_t nth_largest(int32_t* ranks, int64_t count, int64_t n) {
  int32_t lowest = ranks[0], highest = ranks[0];
  for (int64_t i = 1; i < count; i++) {
    lowest = ranks[i] < lowest ? ranks[i] : lowest;
    highest = ranks[i] > highest ? ranks[i] : highest;
  }
  // Equal steps of rank between the extremes; the one bin that holds the n-th is sorted out exactly.
  constexpr uint32_t kBins = 1024;
  const uint32_t span = static_cast<uint32_t>(highest) - static_cast<uint32_t>(lowest);
  int shift = 0;
  while ((span >> shift) >= kBins) shift++;
  uint32_t bins[kBins] = {};
  for (int64_t i = 0; i < count; i++) bins[(static_cast<uint32_t>(ranks[i]) - static_cast<uint32_t>(lowest)) >> shift]++;
  uint32_t bin = kBins;
  int64_t above = 0;
  while (above + bins[--bin] < n) above += bins[bin];
  int64_t inside = 0;
  for (int64_t i = 0; i < count; i++) {
    const int32_t rank = ranks[i];
    ranks[inside] = rank;
    inside += ((static_cast<uint32_t>(rank) - static_cast<uint32_t>(lowest)) >> shift) == bin;
  }
  std::nth_element(ranks, ranks + (n - above - 1), ranks + inside, std::greater<int32_t>());
  return ranks[n - above - 1];
}

// Positions, ascending, of all values whose rank is at least `lowest`, and those ranks; returns how many. No branch on what
// is found: every other block of 16 would be guessed wrong. Up to 16 places behind the last are written too.
TARGET static int64_t positions_from(const float* values, int64_t count, int32_t lowest, int32_t* positions,
                                     int32_t* found_ranks) {
  int64_t found = 0, position = 0;
#if LANES == 16
  const __m512i least = _mm512_set1_epi32(lowest), magnitude = _mm512_set1_epi32(0x7fffffff);
  __m512i places = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (; position + LANES <= count; position += LANES) {
    // The row comes from the last-level cache, and what fetches ahead by itself stops at the end of each page.
    __builtin_prefetch(values + position + 1024);
    const __m512i bits = _mm512_loadu_si512(values + position);
    const __m512i ranks = _mm512_xor_si512(bits, _mm512_and_si512(_mm512_srai_epi32(bits, 31), magnitude));
    const __mmask16 mask = _mm512_cmpge_epi32_mask(ranks, least);
    _mm512_storeu_si512(positions + found, _mm512_maskz_compress_epi32(mask, places));
    _mm512_storeu_si512(found_ranks + found, _mm512_maskz_compress_epi32(mask, ranks));
    found += __builtin_popcount(mask);
    places = _mm512_add_epi32(places, _mm512_set1_epi32(LANES));
  }
#endif
  for (; position < count; position++) {
    const int32_t rank = rank_of(values[position]);
    positions[found] = static_cast<int32_t>(position);
    found_ranks[found] = rank;
    found += rank >= lowest;
  }
  return found;
}

// A rank that at least `wanted` values are likely to reach, and few more: from a sample of them.
TARGET static int32_t likely_rank(const float* values, int64_t count, int64_t wanted, int32_t* sample) {
  // Runs of a cache line each: single values would fetch as many lines as there are samples.
  constexpr int64_t kRun = 16, kSampled = 1024;
  if (count < 2 * kSampled) return kRankOfNothing + 1;
  const int64_t stride = count / (kSampled / kRun);
  // A quarter and 16 more than their share: at N = 1024 of 16,384 four standard deviations.
  const int64_t place = wanted * kSampled / count * 5 / 4 + 16;
  if (place * 2 > kSampled) return kRankOfNothing + 1;
  for (int64_t run = 0; run < kSampled / kRun; run++)
    for (int64_t i = 0; i < kRun; i++) sample[run * kRun + i] = rank_of(values[run * stride + i]);
  return std::max(nth_largest(sample, kSampled, place), kRankOfNothing + 1);
}

// Positions, ascending, of the `wanted` largest values above -inf; of equal ones the first. Returns how many there are.
TARGET static int64_t select_largest(const float* values, int64_t count, int64_t wanted, int32_t* positions,
                                     int32_t* ranks, int32_t* reordered) {
  int32_t lowest = likely_rank(values, count, wanted, reordered);
  int64_t found = positions_from(values, count, lowest, positions, ranks);
  if (found < wanted && lowest > kRankOfNothing + 1)
    found = positions_from(values, count, kRankOfNothing + 1, positions, ranks);
  if (found <= wanted) return found;
  std::copy_n(ranks, found, reordered);
  lowest = nth_largest(reordered, found, wanted);
  int64_t ties = wanted, equal = 0;
  for (int64_t i = 0; i < found; i++) {
    ties -= ranks[i] > lowest;
    equal += ranks[i] == lowest;
  }
  int64_t kept = 0;
  if (ties == equal) {
    for (int64_t i = 0; i < found; i++) {
      positions[kept] = positions[i];
      kept += ranks[i] >= lowest;
    }
    return kept;
  }
  for (int64_t i = 0; i < found; i++) {
    positions[kept] = positions[i];
    const bool is_tie = ranks[i] == lowest && ties > 0;
    ties -= is_tie;
    kept += ranks[i] > lowest || is_tie;
  }
  return kept;
}
