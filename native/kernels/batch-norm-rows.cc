// The rows of the batch-norm kernel once for each instruction set.
#include "batch-norm-rows.h"

#include <cstring>

namespace mochi {

#if defined(__x86_64__)
namespace avx512 {
#define TARGET TARGET_AVX512
#define LANES 16
#include "batch-norm-rows-body.h"
#undef TARGET
#undef LANES
}  // namespace avx512

namespace avx2 {
#define TARGET TARGET_AVX2
#define LANES 8
#include "batch-norm-rows-body.h"
#undef TARGET
#undef LANES
}  // namespace avx2
#endif

namespace baseline {
#define TARGET
#define LANES 4
#include "batch-norm-rows-body.h"
#undef TARGET
#undef LANES
}  // namespace baseline

template <typename T>
const BatchNormRows<T>& batch_norm_rows(InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::Avx512) return avx512::kernels<T>;
  if (set == InstructionSet::Avx2) return avx2::kernels<T>;
#endif
  return baseline::kernels<T>;
}

template const BatchNormRows<Half>& batch_norm_rows(InstructionSet);
template const BatchNormRows<float>& batch_norm_rows(InstructionSet);
template const BatchNormRows<double>& batch_norm_rows(InstructionSet);

}  // namespace mochi
