// What batch normalisation does to stretches of channels-last memory, compiled for each instruction set.
// A stretch begins with channel 0. Everything per channel is repeated to `period` numbers, a multiple of the channels and
// of the vectors worked on at a time, so that loops run over memory without regard to where a pixel ends.
#pragma once

#include <cstdint>

#include "instruction-sets.h"

namespace mochi {

// bfloat16 as it lies in memory.
struct Half {
  uint16_t bits;
};

// Statistics and coefficients of an element type.
template <typename T>
struct Wider {
  using Type = T;
};
template <>
struct Wider<Half> {
  using Type = float;
};

// Where the ReLU let nothing through; recomputed where no residual was added, else read off the output.
enum class Mask { None, FromInput, FromOutput };

template <typename T>
struct NormalizeRows {
  using Number = typename Wider<T>::Type;
  const T* x;
  const T* residual;  // or null
  T* y;
  const Number* scale;
  const Number* shift;
  bool has_relu;
};

template <typename T>
struct GradientRows {
  using Number = typename Wider<T>::Type;
  const T* incoming;
  const T* x;
  const T* y;         // for Mask::FromOutput
  T* masked;          // for Mask::FromOutput, written by `sums`: incoming where the ReLU let it through
  T* result;          // written by `input_gradient`
  const Number* mean;
  const Number* scale;  // with `shift` what `normalize` used
  const Number* shift;
  const Number* slope;   // result = scale · incoming + slope · (x − mean) + offset
  const Number* offset;
  Mask mask;
};

template <typename T>
struct BatchNormRows {
  using Number = typename Wider<T>::Type;
  void (*widen)(const T* x, int64_t count, Number* numbers);
  // sums[0 … period): Σ (x − origin); sums[period … 2 · period): Σ (x − origin)²; both are added to.
  void (*statistics)(const T* x, int64_t count, int64_t period, const Number* origin, Number* sums);
  void (*normalize)(const NormalizeRows<T>& rows, int64_t count, int64_t period);
  // As `statistics`: Σ g and Σ g · (x − mean), g the incoming gradient behind the ReLU.
  void (*gradient_sums)(const GradientRows<T>& rows, int64_t count, int64_t period, Number* sums);
  void (*input_gradient)(const GradientRows<T>& rows, int64_t count, int64_t period);
};

// Elements that a period must be a multiple of.
constexpr int64_t kPeriodUnit = 64;

template <typename T>
const BatchNormRows<T>& batch_norm_rows(InstructionSet set);

}  // namespace mochi
