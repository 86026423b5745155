// The logits of all negatives of a query: the queue's, and MoCHi's synthetic ones mixed from the hardest of them.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi").
// Shapes: B batch, d embedding, K keys, N hardest, s pair-mixed and s′ query-mixed negatives.
import { cat, detach, type Key, narrow, scope, type Tensor, to, withoutGradient } from "../tensor/index.ts";
import { mixedLogits } from "./mixed-logits.ts";
import type { MixingCounts } from "./mixing-draws.ts";
import { kernelApplies, mixedByKernel } from "./mixing-kernel.ts";
import { chooseParents, type MixedParents, type Mixing } from "./mixing-parents.ts";
import { checkNegatives, type PlainLogits, plainLogits } from "./plain-logits.ts";
import { hasSynco, type SyncoCounts, syncoLogits } from "./synco-negatives.ts";

export interface NegativeLogits {
  /** `[B, K + s + s′]` cosines: the keys, then h, then h′; −∞ for what is no negative. */
  logits: Tensor;
  /** K; the rest is synthetic. */
  realCount: number;
  /** Who was mixed, where anything was. */
  mixed?: MixedParents;
}

/**
 * q·n for every key, and q·h and q·h′ for synthetic negatives of which only these products are ever worked out.
 * In training h and h′ are constants: the gradient of q·h is that of its parents' logits, re-weighted.
 * With a key on the CPU the fused kernel of `mixing-kernel.ts` does it; with recorded draws, gradient through the query,
 * float64 or another device, operators do: `mixed-logits.ts`. From one key both draw and mix the same.
 * @param query `[B, d]` unit rows, float32, float64, or bfloat16, which is widened; call it outside autocast.
 * @param keys `[K, d]` unit rows; constants, no gradient reaches them.
 * @param options.mixing MoCHi (N, s, s′); none for MoCo. With a key, SynCo's further types too, behind h and h′.
 * @param options.exclude `[B, K]` bool: never a negative of that query, nor a parent. Where fewer than N are left, they
 *   are drawn from; with fewer than two, pairs are −∞.
 * @throws MochiError `shape-mismatch`, `hardest-above-keys`, `mixing-without-parents`
 * @example negativeLogits(query, queue, { mixing: { hardest: 1024, synthetic: 1024, syntheticWithQuery: 128, key } });
 */
export function negativeLogits(
  query: Tensor,
  keys: Tensor,
  { mixing, exclude }: { mixing?: (Mixing & SyncoCounts) | undefined; exclude?: Tensor | undefined } = {},
): NegativeLogits {
  return scope(() => {
    const result = withMixed(query, keys, mixing, exclude);
    if (!mixing?.key || !hasSynco(mixing)) return result;
    return { ...result, logits: withSynco(query, keys, result, { ...mixing, key: mixing.key }) };
  }, "logits");
}

function withMixed(query: Tensor, keys: Tensor, mixing: Mixing | undefined, exclude: Tensor | undefined) {
  const realCount = keys.length(0);
  if (mixing && kernelApplies(query, keys, mixing)) {
    checkNegatives("negativeLogits", query, keys, exclude);
    return { realCount, ...mixedByKernel("negativeLogits", query, keys, mixing, { exclude }) };
  }
  const input = { query: widened(query), keys: detach(widened(keys)) };
  const { cosines, logits } = plainLogits("negativeLogits", input.query, input.keys, exclude); // [B, K]
  if (!mixing) return { logits, realCount };
  return { realCount, ...mixedByOperators("negativeLogits", { ...input, cosines, logits }, mixing) };
}

// [B, K + s + s′ + n], by operators, from the logits that are there already.
function withSynco(
  query: Tensor,
  keys: Tensor,
  { logits, realCount }: NegativeLogits,
  { key, ...mixing }: MixingCounts & SyncoCounts & { key: Key },
): Tensor {
  const real = narrow(logits, 1, 0, realCount); // [B, K]
  const synco = { ...mixing, logits: real, key: key.fold("synco") };
  return cat([logits, syncoLogits(widened(query), widened(keys), synco)], 1);
}

/**
 * The composition of libtorch's operators: the reference of the kernel, on any device.
 * @returns logits `[B, K + s + s′]`
 */
export function mixedByOperators(
  where: string,
  { query, keys, cosines, logits }: { query: Tensor; keys: Tensor } & PlainLogits,
  mixing: Mixing,
): { logits: Tensor; mixed: MixedParents } {
  return scope(() => {
    const parents = withoutGradient(() => chooseParents(where, detach(logits), mixing));
    const { throughQuery = false } = mixing;
    const synthetic = mixedLogits({ query, keys, cosines, parents, throughQuery }); // [B, s + s′]
    const { hardestIndices, ...mixed } = parents;
    return { logits: cat([logits, synthetic], 1), mixed };
  });
}

function widened(x: Tensor): Tensor {
  return x.dtype === "bfloat16" ? to(x, "float32") : x;
}
