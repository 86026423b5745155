// The fused kernel of MoCHi's negatives: where it applies, and its call. Elsewhere operators compose the same numbers.
// Shapes: B batch, d embedding, K keys, N hardest, s pair-mixed and s′ query-mixed negatives.
import { type Key, mixedNegativeLogits, scope, splitWithSizes, type Tensor } from "../tensor/index.ts";
import { checkHardest } from "./hardest-negatives.ts";
import type { MixingCounts } from "./mixing-draws.ts";
import { checkParents, type MixedParents, type Mixing } from "./mixing-parents.ts";

export type KeyedMixing = MixingCounts & { key: Key };

/** On the CPU, in float32 or bfloat16, with draws from a key, and with synthetic negatives that are constants. */
export function kernelApplies(query: Tensor, keys: Tensor, mixing: Mixing): mixing is Mixing & KeyedMixing {
  const fits = ({ device, dtype }: Tensor) => device === "cpu" && (dtype === "float32" || dtype === "bfloat16");
  return mixing.draws === undefined && !mixing.throughQuery && fits(query) && fits(keys);
}

/**
 * One product of the queries with the keys, written where it stays; then, query by query: the N hardest by selection,
 * s norms ‖α nᵢ + (1 − α) nⱼ‖ straight from the rows of the keys, and the logits from those of the parents. The gradient
 * of the synthetic logits is added to their parents' and reaches the query through one product with the keys.
 * No vector is ever mixed, but for nearly antipodal parents.
 * @param instructionSet "avx512", "avx2" or "baseline"; by default the best that this CPU has.
 * @returns logits `[B, K + s + s′]`, float32.
 */
export function mixedByKernel(
  where: string,
  query: Tensor,
  keys: Tensor,
  mixing: KeyedMixing,
  { exclude, instructionSet }: { exclude?: Tensor | undefined; instructionSet?: string | undefined } = {},
): { logits: Tensor; mixed: MixedParents } {
  const { hardest, synthetic, syntheticWithQuery, key } = mixing;
  checkParents(where, mixing);
  checkHardest([query.length(0), keys.length(0)], hardest);
  return scope(() => {
    const { logits, parents, shares } = mixedNegativeLogits(
      query,
      keys,
      exclude,
      hardest,
      synthetic,
      syntheticWithQuery,
      key.high,
      key.low,
      instructionSet,
    );
    const [first, second, withQuery] = splitWithSizes(parents, [synthetic, synthetic, syntheticWithQuery], 1);
    const [alpha, beta] = splitWithSizes(shares, [synthetic, syntheticWithQuery], 1);
    return { logits, mixed: { first: first!, second: second!, alpha: alpha!, withQuery: withQuery!, beta: beta! } };
  });
}
