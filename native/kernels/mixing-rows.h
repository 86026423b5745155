// What mixing does to one query's row of logits, compiled for each instruction set.
// Shapes: d embedding, K keys, N hardest, s pair-mixed and s' query-mixed negatives.
#pragma once

#include <cstdint>
#include <memory>

#include "draws.h"
#include "instruction-sets.h"

namespace mochi {

struct MixingSizes {
  int64_t width;                 // d
  int64_t keys;                  // K
  int64_t hardest;               // N
  int64_t synthetic;             // s
  int64_t synthetic_with_query;  // s'
};

// One query's part of every tensor.
struct MixingRow {
  const float* query;     // [d]
  const float* keys;      // [K, d]
  const bool* excluded;   // [K], or null
  float* logits;          // [K + s + s'], the first K given
  int64_t* parents;       // [2 s + s'] first of pairs, second of pairs, those mixed with the query
  float* shares;          // [s + s'] alpha, beta
  float* norms;           // [s + s'] of the mixed vectors before they are made unit vectors
  Key key;
};

struct MixingGradientRow {
  const float* query;      // [d]
  const float* keys;       // [K, d]
  const bool* excluded;    // [K], or null
  float* slopes;           // [K + s + s'] of the logits; what goes through the logits of the keys is added to the first K
  const int64_t* parents;
  const float* shares;
  const float* norms;
  float* by_query;         // [d], written: what goes to the query otherwise
};

// Working memory of one thread.
struct MixingScratch {
  explicit MixingScratch(const MixingSizes& sizes)
      : rows(new int32_t[sizes.keys + 16]),
        hardest(new int64_t[sizes.hardest]),
        ranks(new int32_t[sizes.keys + 16]),
        reordered(new int32_t[sizes.keys]),
        draws(new float[3 * sizes.synthetic + 2 * sizes.synthetic_with_query]),
        mixed(new float[sizes.width]) {}
  std::unique_ptr<int32_t[]> rows;
  std::unique_ptr<int64_t[]> hardest;
  std::unique_ptr<int32_t[]> ranks;
  std::unique_ptr<int32_t[]> reordered;
  std::unique_ptr<float[]> draws;
  std::unique_ptr<float[]> mixed;
};

struct MixingKernels {
  void (*mix)(const MixingSizes&, const MixingRow&, MixingScratch&);
  void (*differentiate)(const MixingSizes&, const MixingGradientRow&, MixingScratch&);
};

const MixingKernels& mixing_kernels(InstructionSet set);

}  // namespace mochi
