// Keyed draws: the hash of src/tensor/random.ts, so that kernels and TypeScript draw the same numbers from the same key.
#pragma once

#include <cstdint>

namespace mochi {

struct Key {
  uint32_t high;
  uint32_t low;
};

// The 32-bit finaliser "lowbias32" (Chris Wellons' hash-prospector).
__attribute__((always_inline)) inline uint32_t finalise(uint32_t value) {
  value ^= value >> 16;
  value *= 0x7feb352du;
  value ^= value >> 15;
  value *= 0x846ca68bu;
  return value ^ (value >> 16);
}

__attribute__((always_inline)) inline uint32_t mix(uint32_t a, uint32_t b) {
  return finalise(finalise(a) + b * 0x9e3779b1u);
}

inline Key row_key(Key key, uint32_t row) {
  const uint32_t high = mix(key.high, row);
  return {high, mix(key.low ^ high, row)};
}

// U(0, 1) in multiples of 2^-24: what float32 holds below 1 without rounding up to it.
__attribute__((always_inline)) inline float uniform(Key row, uint32_t column) {
  return static_cast<float>(static_cast<int32_t>(mix(row.high + column, row.low) >> 8)) * (1.0f / (1 << 24));
}

}  // namespace mochi
