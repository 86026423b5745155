// The instruction sets that kernels are compiled for, and the choice between them when they run.
#pragma once

#include <string>

namespace mochi {

enum class InstructionSet { Avx512, Avx2, Baseline };

// By the name of one that this CPU has; an empty one takes the best. Throws std::invalid_argument for any other.
InstructionSet instruction_set(const std::string& name);

}  // namespace mochi
