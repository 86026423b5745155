// What MoCHi leaves to chance: which of the hardest negatives are mixed, and in what proportion.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi").
// Shapes: B batch, s pair-mixed and s′ query-mixed negatives.
import {
  add,
  clamp,
  copy_,
  empty,
  floor,
  type Key,
  mul,
  remainder,
  scope,
  splitWithSizes,
  sub,
  type Tensor,
  to,
  uniformMatrix,
} from "../tensor/index.ts";

/** Drawn anew for each query and each synthetic negative. Parents are ranks among the hardest, from 0; int64. */
export interface MixingDraws {
  /** `[B, s]` ranks of nᵢ. */
  first: Tensor;
  /** `[B, s]` ranks of nⱼ. */
  second: Tensor;
  /** `[B, s]`, the share of nᵢ, in (0, 1). */
  alpha: Tensor;
  /** `[B, s′]` ranks of the nⱼ that is mixed with the query. */
  withQuery: Tensor;
  /** `[B, s′]`, the share of the query, in (0, 0.5): it never dominates. */
  beta: Tensor;
}

export interface MixingCounts {
  /** N ≥ 2, or ≥ 1 without pairs. */
  hardest: number;
  /** s ≥ 0, mixed of two; may exceed N. */
  synthetic: number;
  /** s′ ≥ 0, mixed of the query and one. */
  syntheticWithQuery: number;
}

/**
 * i ≠ j uniform over the hardest, pairs with replacement, α ~ U(0, 1), β ~ U(0, 0.5). The kernel draws the same, column
 * by column: a change here is one in `native/kernels/mixing-rows-body.h`.
 * @param available `[B, 1]`, how many of the N a query really has; where too few, ranks at or above it are drawn.
 */
export function drawMixing(key: Key, available: Tensor, { synthetic, syntheticWithQuery }: MixingCounts): MixingDraws {
  return scope(() => {
    const sizes = [synthetic, synthetic, synthetic, syntheticWithQuery, syntheticWithQuery];
    const drawn = uniformMatrix(key, available.length(0), 3 * synthetic + 2 * syntheticWithQuery);
    const draws = copy_(empty(drawn.shape, { device: available.device }), drawn);
    const [i, offset, alpha, j, half] = splitWithSizes(draws, sizes, 1) as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const count = to(available, "float32"); // [B, 1]
    // Draws are multiples of 2⁻²⁴ below 1, so that ⌊u · n⌋ < n holds in float32 too.
    const first = floor(mul(i, count)); // [B, s]
    // differs from the published re-implementations: j is one of the n − 1 others, because a pair with i = j mixes nothing.
    const others = floor(mul(offset, clamp(sub(count, 1), 0)));
    const second = remainder(add(add(first, 1), others), clamp(count, 2)); // [B, s]
    const withQuery = floor(mul(j, count)); // [B, s′]
    return {
      first: to(first, "int64"),
      second: to(second, "int64"),
      alpha,
      withQuery: to(withQuery, "int64"),
      beta: mul(half, 0.5),
    };
  });
}
