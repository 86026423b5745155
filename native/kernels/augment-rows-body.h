// Rows of the augmentation kernel for one instruction set: included once for each, with its TARGET and LANES.
// Loops are written for the compiler to vectorise: no branches, no aliasing, lengths in whole strides.

typedef float Lanes __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
typedef float Pixel __attribute__((vector_size(16), aligned(4), may_alias));  // red, green, blue, and what comes next

// The luma of torchvision's rgb_to_grayscale.
TARGET static inline float luma(float red, float green, float blue) {
  return 0.2989f * red + 0.587f * green + 0.114f * blue;
}

TARGET static inline float clamp(float value, float low, float high) {
  value = value > low ? value : low;
  return value < high ? value : high;
}

template <int kTaps, bool kAdds>
TARGET static void combine_some_bytes(const uint8_t* const* rows, const float* weights, int64_t length,
                                      float* __restrict__ out) {
  const uint8_t* const first = rows[0];
  const uint8_t* const second = rows[kTaps > 1 ? 1 : 0];
  const uint8_t* const third = rows[kTaps > 2 ? 2 : 0];
  const uint8_t* const fourth = rows[kTaps > 3 ? 3 : 0];
  for (int64_t i = 0; i < length; i++) {
    float sum = weights[0] * first[i];
    if (kTaps > 1) sum += weights[1] * second[i];
    if (kTaps > 2) sum += weights[2] * third[i];
    if (kTaps > 3) sum += weights[3] * fourth[i];
    out[i] = kAdds ? out[i] + sum : sum;
  }
}

template <bool kAdds>
TARGET static void combine_up_to_four(const uint8_t* const* rows, const float* weights, int64_t taps, int64_t length,
                                      float* out) {
  switch (taps) {
    case 1: return combine_some_bytes<1, kAdds>(rows, weights, length, out);
    case 2: return combine_some_bytes<2, kAdds>(rows, weights, length, out);
    case 3: return combine_some_bytes<3, kAdds>(rows, weights, length, out);
    default: return combine_some_bytes<4, kAdds>(rows, weights, length, out);
  }
}

TARGET static void combine_bytes(const uint8_t* const* rows, const float* weights, int64_t taps, int64_t length,
                                 float* out) {
  combine_up_to_four<false>(rows, weights, taps, length, out);
  for (int64_t tap = 4; tap < taps; tap += 4)
    combine_up_to_four<true>(rows + tap, weights + tap, taps - tap, length, out);
}

TARGET static void combine_rows(const float* const* rows, const float* weights, int64_t taps, int64_t length,
                                float* out) {
  for (int64_t i = 0; i < length; i += 3 * LANES) {
    Lanes sum[3] = {};
    for (int64_t tap = 0; tap < taps; tap++)
      for (int part = 0; part < 3; part++)
        sum[part] += weights[tap] * *reinterpret_cast<const Lanes*>(rows[tap] + i + part * LANES);
    for (int part = 0; part < 3; part++) *reinterpret_cast<Lanes*>(out + i + part * LANES) = sum[part];
  }
}

// kTaps 0: as many as there are.
template <int kTaps>
TARGET static void resample_taps(const float* pixels, const Taps& columns, float* scratch) {
  const int64_t taps = kTaps > 0 ? kTaps : columns.widest;
  const int64_t size = static_cast<int64_t>(columns.first.size());
  const int64_t* const first = columns.first.data();
  const float* weights = columns.weights.data();
  for (int64_t x = 0; x < size; x++, weights += taps) {
    const float* source = pixels + 3 * first[x];
    Pixel sum = weights[0] * *reinterpret_cast<const Pixel*>(source);
    for (int64_t tap = 1; tap < taps; tap++) sum += weights[tap] * *reinterpret_cast<const Pixel*>(source + 3 * tap);
    *reinterpret_cast<Pixel*>(scratch + 4 * x) = sum;
  }
}

TARGET static void separate(const float* __restrict__ pixels, int64_t size, float* __restrict__ red,
                            float* __restrict__ green, float* __restrict__ blue) {
  for (int64_t x = 0; x < size; x++) {
    red[x] = pixels[4 * x];
    green[x] = pixels[4 * x + 1];
    blue[x] = pixels[4 * x + 2];
  }
}

TARGET static void resample(const float* pixels, const Taps& columns, float* scratch, float* row, int64_t stride) {
  switch (columns.widest) {
    case 1: resample_taps<1>(pixels, columns, scratch); break;
    case 2: resample_taps<2>(pixels, columns, scratch); break;
    case 3: resample_taps<3>(pixels, columns, scratch); break;
    case 4: resample_taps<4>(pixels, columns, scratch); break;
    case 5: resample_taps<5>(pixels, columns, scratch); break;
    default: resample_taps<0>(pixels, columns, scratch);
  }
  separate(scratch, static_cast<int64_t>(columns.first.size()), row, row + stride, row + 2 * stride);
}

TARGET static void blur_row(float* row, int64_t stride, int64_t size, const Gaussian& gaussian, float* scratch) {
  const int64_t reach = gaussian.reach;
  for (int channel = 0; channel < 3; channel++, row += stride) {
    std::fill(scratch, scratch + reach, row[0]);
    std::copy(row, row + size, scratch + reach);
    std::fill(scratch + reach + size, scratch + 2 * reach + stride, row[size - 1]);
    for (int64_t x = 0; x < stride; x += LANES) {
      Lanes sum = {};
      for (int64_t tap = 0; tap <= 2 * reach; tap++)
        sum += gaussian.weights[tap] * *reinterpret_cast<const Lanes*>(scratch + x + tap);
      *reinterpret_cast<Lanes*>(row + x) = sum;
    }
  }
}

TARGET static void blend_planes(float* __restrict__ red, float* __restrict__ green, float* __restrict__ blue,
                                int64_t stride, float factor, float luma_share, float constant) {
  for (int64_t x = 0; x < stride; x++) {
    const float base = luma_share * luma(red[x], green[x], blue[x]) + constant;
    red[x] = clamp(factor * red[x] + base, 0, 1);
    green[x] = clamp(factor * green[x] + base, 0, 1);
    blue[x] = clamp(factor * blue[x] + base, 0, 1);
  }
}

TARGET static void blend(float* row, int64_t stride, float factor, float luma_share, float constant) {
  blend_planes(row, row + stride, row + 2 * stride, stride, factor, luma_share, constant);
}

// value − chroma · clamp(6 · distance − …): src/augment/hue.ts derives it.
TARGET static inline float hue_channel(float hue, float sixfold, float highest) {
  constexpr float kRounding = 12582912.0f;  // 1.5 · 2^23: what is added to it loses its fraction
  const float turns = (hue + kRounding) - kRounding;
  const float distance = __builtin_fabsf(hue - turns);
  return clamp(distance, 1 / 6.0f, 1 / 3.0f) * sixfold + highest;
}

TARGET static void shift_hue_of_planes(float* __restrict__ red, float* __restrict__ green, float* __restrict__ blue,
                                       int64_t stride, float turns) {
  for (int64_t x = 0; x < stride; x++) {
    const float r = red[x], g = green[x], b = blue[x];
    const float larger = g > b ? g : b, smaller = g > b ? b : g;
    const float value = r > larger ? r : larger, least = r < smaller ? r : smaller;
    const float chroma = value - least;
    const float sixfold = 6 * chroma;
    const float position = (g + b - r - least) / (sixfold + 1e-12f) + 1 / 6.0f;
    const float hue = turns + (g < b ? -position : position);
    const float highest = value - 2 * chroma;
    red[x] = hue_channel(hue + 1 / 2.0f, sixfold, highest);
    green[x] = hue_channel(hue + 1 / 6.0f, sixfold, highest);
    blue[x] = hue_channel(hue - 1 / 6.0f, sixfold, highest);
  }
}

TARGET static void shift_hue(float* row, int64_t stride, float turns) {
  shift_hue_of_planes(row, row + stride, row + 2 * stride, stride, turns);
}

TARGET static void gray_planes(float* __restrict__ red, float* __restrict__ green, float* __restrict__ blue,
                               int64_t stride) {
  for (int64_t x = 0; x < stride; x++) red[x] = green[x] = blue[x] = luma(red[x], green[x], blue[x]);
}

TARGET static void to_gray(float* row, int64_t stride) { gray_planes(row, row + stride, row + 2 * stride, stride); }

TARGET static float luma_sum(const float* row, int64_t stride, int64_t size) {
  const float* const green = row + stride;
  const float* const blue = row + 2 * stride;
  // Sums of every 16th pixel: the same additions in every instruction set.
  float sums[kStrideUnit] = {};
  int64_t x = 0;
  for (; x + kStrideUnit <= size; x += kStrideUnit)
    for (int64_t lane = 0; lane < kStrideUnit; lane++)
      sums[lane] += luma(row[x + lane], green[x + lane], blue[x + lane]);
  float sum = 0;
  for (; x < size; x++) sum += luma(row[x], green[x], blue[x]);
  for (const float part : sums) sum += part;
  return sum;
}

TARGET static void write_planes(const float* __restrict__ red, const float* __restrict__ green,
                                const float* __restrict__ blue, int64_t size, const Normalization& normalization,
                                float* __restrict__ out) {
  const auto [scale, shift] = normalization;
  for (int64_t x = 0; x < size; x++) {
    out[3 * x] = red[x] * scale[0] + shift[0];
    out[3 * x + 1] = green[x] * scale[1] + shift[1];
    out[3 * x + 2] = blue[x] * scale[2] + shift[2];
  }
}

TARGET static void write(const float* row, int64_t stride, int64_t size, const Normalization& normalization,
                         float* out) {
  write_planes(row, row + stride, row + 2 * stride, size, normalization, out);
}

static const RowKernels kernels = {combine_bytes, combine_rows, resample, blur_row, blend,
                                   shift_hue,     to_gray,      luma_sum, write};
