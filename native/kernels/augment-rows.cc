// The rows of the augmentation kernel once for each instruction set, and the choice between them.
#include "augment-rows.h"

#include <algorithm>

#include "instruction-sets.h"

namespace mochi::augment {

#if defined(__x86_64__)
namespace avx512 {
#define TARGET TARGET_AVX512
#define LANES 16
#include "augment-rows-body.h"
#undef TARGET
#undef LANES
}  // namespace avx512

namespace avx2 {
#define TARGET TARGET_AVX2
#define LANES 8
#include "augment-rows-body.h"
#undef TARGET
#undef LANES
}  // namespace avx2
#endif

// SSE2 or NEON: what every CPU of the platform has.
namespace baseline {
#define TARGET
#define LANES 4
#include "augment-rows-body.h"
#undef TARGET
#undef LANES
}  // namespace baseline

const RowKernels& row_kernels(const std::string& name) {
  switch (instruction_set(name)) {
#if defined(__x86_64__)
    case InstructionSet::Avx512: return avx512::kernels;
    case InstructionSet::Avx2: return avx2::kernels;
#endif
    default: return baseline::kernels;
  }
}

}  // namespace mochi::augment
