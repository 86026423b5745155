// The instruction sets that kernels are compiled for, and the choice between them when they run.
#pragma once

#include <string>
#include <vector>

// Before each inclusion of a kernel's body: its functions' attribute, and how many floats make a vector.
#define TARGET_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,prefer-vector-width=512")))
#define TARGET_AVX2 __attribute__((target("avx2,fma")))

namespace mochi {

enum class InstructionSet { Avx512, Avx2, Baseline };

// Those this CPU has, best first: "avx512", "avx2", and "baseline", which every CPU of the platform has.
std::vector<std::string> instruction_sets();

// An empty name takes the best. Throws std::invalid_argument for one that is not among instruction_sets().
InstructionSet instruction_set(const std::string& name);

}  // namespace mochi
