// Includes KERNEL_BODY once for each instruction set, in a namespace of its own.
// TARGET is the attribute of its functions, LANES how many floats make a vector. To be included once by a file of kernels,
// behind its headers and within namespace mochi.
#if defined(__x86_64__)
namespace avx512 {
#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,prefer-vector-width=512")))
#define LANES 16
#include KERNEL_BODY
#undef TARGET
#undef LANES
}  // namespace avx512

namespace avx2 {
#define TARGET __attribute__((target("avx2,fma")))
#define LANES 8
#include KERNEL_BODY
#undef TARGET
#undef LANES
}  // namespace avx2
#endif

// SSE2 or NEON: what every CPU of the platform has.
namespace baseline {
#define TARGET
#define LANES 4
#include KERNEL_BODY
#undef TARGET
#undef LANES
}  // namespace baseline

#if !defined(__x86_64__)
namespace avx512 = baseline;
namespace avx2 = baseline;
#endif

// The one of `set` among what the bodies define as `kernels`.
#define KERNELS_OF(set, kernels)                              \
  ((set) == InstructionSet::Avx512 ? avx512::kernels          \
   : (set) == InstructionSet::Avx2 ? avx2::kernels            \
                                   : baseline::kernels)
