// The rows of InfoNCE once for each instruction set.
#include "info-nce-rows.h"

#include <cmath>
#include <cstring>

namespace mochi {

#define KERNEL_BODY "info-nce-rows-body.h"
#include "each-instruction-set.h"

const InfoNceKernels& info_nce_kernels(InstructionSet set) { return KERNELS_OF(set, kernels); }

}  // namespace mochi
