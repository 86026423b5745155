// What InfoNCE does to one query's row of logits, compiled for each instruction set.
#pragma once

#include <cstdint>

#include "instruction-sets.h"

namespace mochi {

struct InfoNceKernels {
  // Writes logits [1 + M] = (positive, negatives) · scale, and the sum of exp(logits − top), top being the largest.
  void (*contrast)(float positive, const float* negatives, int64_t count, float scale, float* logits, float* top, float* sum);
  // Writes the gradient [M] = slope · exp(logits − top) of the negatives.
  void (*differentiate)(const float* logits, int64_t count, float top, float slope, float* by_negatives);
};

const InfoNceKernels& info_nce_kernels(InstructionSet set);

}  // namespace mochi
