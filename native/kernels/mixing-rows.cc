// The rows of the mixing kernel once for each instruction set.
#include "mixing-rows.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace mochi {
namespace {

// Below this norm the parents are nearly antipodal, and the closed form subtracts numbers that nearly cancel.
constexpr float kShortestSafeNorm = 0.1f;
// As torch.nn.functional.normalize.
constexpr float kSmallestNorm = 1e-12f;

}  // namespace

#define KERNEL_BODY "mixing-rows-body.h"
#include "each-instruction-set.h"

const MixingKernels& mixing_kernels(InstructionSet set) { return KERNELS_OF(set, kernels); }

}  // namespace mochi
