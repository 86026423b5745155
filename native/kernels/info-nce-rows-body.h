// Rows of InfoNCE for one instruction set: included once for each, with its TARGET. The compiler makes vectors of the loops.

// eˣ for x ≤ 0 to 2 units in the last place; 0 below −87, where float32's normal numbers end.
TARGET static inline float exp_of_negative(float x) {
  constexpr float kLog2E = 1.44269504f, kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f;
  // 1.5 · 2²³: adding it rounds to whole numbers, which its low bits then hold.
  constexpr float kRounder = 12582912.0f;
  const float clamped = x < -87.0f ? -87.0f : x;
  const float shifted = clamped * kLog2E + kRounder, whole = shifted - kRounder;
  const float rest = clamped - whole * kLn2High - whole * kLn2Low;
  // Taylor's series: |rest| ≤ ln 2 / 2, so that the term left out is below 2⁻²⁷.
  float series = 1.0f / 5040;
  series = series * rest + 1.0f / 720;
  series = series * rest + 1.0f / 120;
  series = series * rest + 1.0f / 24;
  series = series * rest + 1.0f / 6;
  series = series * rest + 0.5f;
  series = series * rest + 1.0f;
  series = series * rest + 1.0f;
  int32_t exponent, bits;
  std::memcpy(&exponent, &shifted, sizeof exponent);
  std::memcpy(&bits, &series, sizeof bits);
  bits += exponent << 23;
  float result;
  std::memcpy(&result, &bits, sizeof result);
  return x < -87.0f ? 0.0f : result;
}

// Partial results that the compiler may keep in vectors: floating-point sums must not be reordered otherwise.
constexpr int kParts = 32;

TARGET static void contrast(float positive, const float* negatives, int64_t count, float scale,
                            float* __restrict__ logits, float* top_of_all, float* sum_of_all) {
  *logits++ = positive * scale;
  float tops[kParts];
  for (int part = 0; part < kParts; part++) tops[part] = logits[-1];
  const int64_t whole = count - count % kParts;
  for (int64_t i = 0; i < whole; i += kParts) {
    for (int part = 0; part < kParts; part++) {
      const float logit = negatives[i + part] * scale;
      logits[i + part] = logit;
      tops[part] = logit > tops[part] ? logit : tops[part];
    }
  }
  for (int64_t i = whole; i < count; i++) {
    logits[i] = negatives[i] * scale;
    tops[0] = logits[i] > tops[0] ? logits[i] : tops[0];
  }
  float top = tops[0];
  for (int part = 1; part < kParts; part++) top = tops[part] > top ? tops[part] : top;
  float sums[kParts] = {exp_of_negative(logits[-1] - top)};
  for (int64_t i = 0; i < whole; i += kParts)
    for (int part = 0; part < kParts; part++) sums[part] += exp_of_negative(logits[i + part] - top);
  for (int64_t i = whole; i < count; i++) sums[0] += exp_of_negative(logits[i] - top);
  double sum = 0;
  for (int part = 0; part < kParts; part++) sum += sums[part];
  *top_of_all = top;
  *sum_of_all = static_cast<float>(sum);
}

TARGET static void differentiate_contrast(const float* logits, int64_t count, float top, float slope,
                                          float* __restrict__ by_negatives) {
  for (int64_t i = 0; i < count; i++) by_negatives[i] = slope * exp_of_negative(logits[1 + i] - top);
}

static const InfoNceKernels kernels = {contrast, differentiate_contrast};
