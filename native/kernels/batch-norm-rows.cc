// The rows of the batch-norm kernel once for each instruction set.
#include "batch-norm-rows.h"

#include <cstring>

namespace mochi {

#define KERNEL_BODY "batch-norm-rows-body.h"
#include "each-instruction-set.h"

template <typename T>
const BatchNormRows<T>& batch_norm_rows(InstructionSet set) {
  return KERNELS_OF(set, kernels<T>);
}

template const BatchNormRows<Half>& batch_norm_rows(InstructionSet);
template const BatchNormRows<float>& batch_norm_rows(InstructionSet);
template const BatchNormRows<double>& batch_norm_rows(InstructionSet);

}  // namespace mochi
