// The rows of InfoNCE once for each instruction set.
#include "info-nce-rows.h"

#include <cmath>
#include <cstring>

namespace mochi {

#if defined(__x86_64__)
namespace avx512 {
#define TARGET TARGET_AVX512
#include "info-nce-rows-body.h"
#undef TARGET
}  // namespace avx512

namespace avx2 {
#define TARGET TARGET_AVX2
#include "info-nce-rows-body.h"
#undef TARGET
}  // namespace avx2
#endif

namespace baseline {
#define TARGET
#include "info-nce-rows-body.h"
#undef TARGET
}  // namespace baseline

const InfoNceKernels& info_nce_kernels(InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::Avx512) return avx512::info_nce;
  if (set == InstructionSet::Avx2) return avx2::info_nce;
#endif
  return baseline::info_nce;
}

}  // namespace mochi
