// The rows of the augmentation kernel once for each instruction set.
#include "augment-rows.h"

#include <algorithm>

namespace mochi::augment {

#define KERNEL_BODY "augment-rows-body.h"
#include "each-instruction-set.h"

const RowKernels& row_kernels(InstructionSet set) { return KERNELS_OF(set, kernels); }

}  // namespace mochi::augment
