// The logits of all negatives of a query: the queue's, and MoCHi's synthetic ones mixed from the hardest of them.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi").
// Shapes: B batch, d embedding, K keys, N hardest, s pair-mixed and s′ query-mixed negatives.
import { cat, detach, scope, type Tensor, withoutGradient } from "../tensor/index.ts";
import { mixedLogits } from "./mixed-logits.ts";
import { chooseParents, type Mixing, type MixingParents } from "./mixing-parents.ts";
import { plainLogits } from "./plain-logits.ts";

export interface NegativeLogits {
  /** `[B, K + s + s′]` cosines: the keys, then h, then h′; −∞ for what is no negative. */
  logits: Tensor;
  /** K; the rest is synthetic. */
  realCount: number;
  /** Who was mixed, where anything was. */
  mixed?: MixingParents;
}

/**
 * q·n for every key, and q·h and q·h′ for synthetic negatives of which only these products are ever worked out.
 * In training h and h′ are constants: the gradient of q·h is that of its parents' logits, re-weighted.
 * @param query `[B, d]` unit rows, float32 or float64; call it outside autocast.
 * @param keys `[K, d]` unit rows; constants, no gradient reaches them.
 * @param options.mixing MoCHi (N, s, s′); none for MoCo.
 * @param options.exclude `[B, K]` bool: never a negative of that query, nor a parent. Where fewer than N are left, they
 *   are drawn from; with fewer than two, pairs are −∞.
 * @throws MochiError `shape-mismatch`, `hardest-above-keys`, `mixing-without-parents`
 * @example negativeLogits(query, queue, { mixing: { hardest: 1024, synthetic: 1024, syntheticWithQuery: 128, key } });
 */
export function negativeLogits(
  query: Tensor,
  keys: Tensor,
  { mixing, exclude }: { mixing?: Mixing | undefined; exclude?: Tensor | undefined } = {},
): NegativeLogits {
  return scope(() => {
    const constants = detach(keys);
    const { cosines, logits } = plainLogits("negativeLogits", query, constants, exclude); // [B, K]
    const realCount = keys.length(0);
    if (!mixing) return { logits, realCount };
    const parents = withoutGradient(() => chooseParents("negativeLogits", detach(logits), mixing));
    const { throughQuery = false } = mixing;
    const synthetic = mixedLogits({ query, keys: constants, cosines, parents, throughQuery }); // [B, s + s′]
    return { logits: cat([logits, synthetic], 1), realCount, mixed: parents };
  }, "logits");
}
