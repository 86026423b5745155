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

#if defined(__x86_64__)
namespace avx512 {
#define TARGET TARGET_AVX512
#define LANES 16
#include "selection-body.h"
#include "mixing-rows-body.h"
#undef TARGET
#undef LANES
}  // namespace avx512

namespace avx2 {
#define TARGET TARGET_AVX2
#define LANES 8
#include "selection-body.h"
#include "mixing-rows-body.h"
#undef TARGET
#undef LANES
}  // namespace avx2
#endif

namespace baseline {
#define TARGET
#define LANES 4
#include "selection-body.h"
#include "mixing-rows-body.h"
#undef TARGET
#undef LANES
}  // namespace baseline

const MixingKernels& mixing_kernels(InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::Avx512) return avx512::kernels;
  if (set == InstructionSet::Avx2) return avx2::kernels;
#endif
  return baseline::kernels;
}

}  // namespace mochi
