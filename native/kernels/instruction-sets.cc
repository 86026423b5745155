// The operator mochi::instruction_sets: those this CPU has, best first; and the choice among them by name.
#include "instruction-sets.h"

#include <torch/library.h>

#include <algorithm>
#include <stdexcept>

namespace mochi {
namespace {

// "avx512", "avx2", and "baseline", which every CPU of the platform has.
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

TORCH_LIBRARY_FRAGMENT(mochi, library) { library.def("instruction_sets() -> str[]", instruction_sets); }

}  // namespace

InstructionSet instruction_set(const std::string& name) {
  static const std::vector<std::string> present = instruction_sets();
  const std::string& chosen = name.empty() ? present.front() : name;
  if (std::find(present.begin(), present.end(), chosen) == present.end())
    throw std::invalid_argument("instruction set \"" + name + "\" is not one of this CPU's");
  if (chosen == "avx512") return InstructionSet::Avx512;
  return chosen == "avx2" ? InstructionSet::Avx2 : InstructionSet::Baseline;
}

}  // namespace mochi
