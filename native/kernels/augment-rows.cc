// The rows of the augmentation kernel once for each instruction set, and the choice between them.
#include "augment-rows.h"

#include <algorithm>
#include <stdexcept>

namespace mochi::augment {

#if defined(__x86_64__)
namespace avx512 {
#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,prefer-vector-width=512")))
#define LANES 16
#include "augment-rows-body.h"
#undef TARGET
#undef LANES
}  // namespace avx512

namespace avx2 {
#define TARGET __attribute__((target("avx2,fma")))
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

std::vector<std::string> instruction_sets() {
  std::vector<std::string> names;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
      names.push_back("avx512");
    names.push_back("avx2");
  }
#endif
  names.push_back("baseline");
  return names;
}

const RowKernels& row_kernels(const std::string& instruction_set) {
  static const std::vector<std::string> present = instruction_sets();
  const std::string& name = instruction_set.empty() ? present.front() : instruction_set;
  if (std::find(present.begin(), present.end(), name) == present.end())
    throw std::invalid_argument("instruction set \"" + name + "\" is not one of this CPU's");
#if defined(__x86_64__)
  if (name == "avx512") return avx512::kernels;
  if (name == "avx2") return avx2::kernels;
#endif
  return baseline::kernels;
}

}  // namespace mochi::augment
