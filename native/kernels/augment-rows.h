// What the augmentation kernel does to one row of pixels, compiled for each instruction set; the CPU's best is chosen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mochi::augment {

// A row holds red, green and blue as planes of `stride` floats each, a multiple of this; pixels beyond the row's end may
// hold any finite number.
constexpr int64_t kStrideUnit = 16;

// Input pixels that make each output pixel of one axis, and their weights: `widest` a pixel, those not needed 0.
struct Taps {
  int64_t widest = 0;
  std::vector<int64_t> first;
  std::vector<int64_t> counts;
  std::vector<float> weights;
};

struct Gaussian {
  int64_t reach = 0;
  std::vector<float> weights;  // 2 · reach + 1
};

// What a finished row is multiplied by and what is added, per channel.
struct Normalization {
  float scale[3];
  float shift[3];
};

struct RowKernels {
  // out[i] = Σ_t weights[t] · rows[t][i] over bytes.
  void (*combine_bytes)(const uint8_t* const* rows, const float* weights, int64_t taps, int64_t length, float* out);
  // out[i] = Σ_t weights[t] · rows[t][i]; length a multiple of 3 · kStrideUnit.
  void (*combine_rows)(const float* const* rows, const float* weights, int64_t taps, int64_t length, float* out);
  // A row of the view from one of interleaved pixels, which four finite floats per tap must follow; `scratch` holds
  // four floats per output pixel.
  void (*resample)(const float* pixels, const Taps& columns, float* scratch, float* row, int64_t stride);
  // `scratch` holds stride + 2 · reach floats.
  void (*blur_row)(float* row, int64_t stride, int64_t size, const Gaussian& gaussian, float* scratch);
  // x ← clamp(factor · x + luma_share · luma + constant, 0, 1)
  void (*blend)(float* row, int64_t stride, float factor, float luma_share, float constant);
  void (*shift_hue)(float* row, int64_t stride, float turns);
  void (*to_gray)(float* row, int64_t stride);
  float (*luma_sum)(const float* row, int64_t stride, int64_t size);
  // `size` normalised pixels, interleaved.
  void (*write)(const float* row, int64_t stride, int64_t size, const Normalization& normalization, float* out);
};

// Instruction sets that this CPU has and that there are rows for, best first.
std::vector<std::string> instruction_sets();

// Throws std::invalid_argument for a name that is not among instruction_sets(); an empty name takes the best.
const RowKernels& row_kernels(const std::string& instruction_set);

}  // namespace mochi::augment
