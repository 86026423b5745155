// MoCHi's synthetic negatives as vectors: for study, analyses and tests; training needs their logits only.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi").
// Shapes: B batch, d embedding, K keys, N hardest, s pair-mixed and s′ query-mixed negatives.
import {
  add,
  clamp,
  detach,
  indexSelect,
  lt,
  maskedFill,
  minimum,
  mul,
  reshape,
  rsub,
  scope,
  type Tensor,
  unsqueeze,
  withoutGradient,
} from "../tensor/index.ts";
import { chooseParents, type Mixing, type MixingParents } from "./mixing-parents.ts";
import { normalize } from "./normalize.ts";
import { plainLogits } from "./plain-logits.ts";

export interface SyntheticNegatives {
  /** h, `[B, s, d]`, unit rows; zero where too few negatives were left. */
  pairMixed: Tensor;
  /** h′, `[B, s′, d]`, unit rows; zero where no negative was left. */
  queryMixed: Tensor;
  /** Who was mixed, as rows of the keys. */
  parents: MixingParents;
}

/**
 * Mixes, for each query, pairs of its N hardest negatives, and the query into one of them; l2-normalised.
 * The same draws, or the same key, give the points whose logits `negativeLogits` works out.
 * @param query `[B, d]` unit rows.
 * @param keys `[K, d]` unit rows; constants, no gradient reaches them.
 * @param options.exclude `[B, K]` bool: never a negative of that query.
 * @throws MochiError `shape-mismatch`, `hardest-above-keys`, `mixing-without-parents`
 */
export function mixHardNegatives(
  query: Tensor,
  keys: Tensor,
  { exclude, ...mixing }: Mixing & { exclude?: Tensor },
): SyntheticNegatives {
  return scope(() => {
    const constants = detach(keys);
    const logits = withoutGradient(() => plainLogits("mixHardNegatives", query, constants, exclude).logits); // [B, K]
    const parents = withoutGradient(() => chooseParents("mixHardNegatives", logits, mixing as Mixing));
    const { first, second, withQuery } = parents;
    const alpha = unsqueeze(parents.alpha, 2); // [B, s, 1]
    const beta = unsqueeze(parents.beta, 2); // [B, s′, 1]
    const anchor = unsqueeze(mixing.throughQuery ? query : detach(query), 1); // [B, 1, d]

    // MoCHi §4.1 (as vectors): h̃ = α nᵢ + (1 − α) nⱼ,  h = h̃ / ‖h̃‖₂
    const pairs = add(mul(alpha, rowsAt(constants, first)), mul(rsub(alpha, 1), rowsAt(constants, second)));
    // MoCHi §4.2 (as vectors): h̃′ = β q + (1 − β) nⱼ,  h′ = h̃′ / ‖h̃′‖₂
    const withQueries = add(mul(beta, anchor), mul(rsub(beta, 1), rowsAt(constants, withQuery)));
    return {
      pairMixed: maskedFill(normalize(pairs), unsqueeze(lt(minimum(first, second), 0), 2), 0), // [B, s, d]
      queryMixed: maskedFill(normalize(withQueries), unsqueeze(lt(withQuery, 0), 2), 0), // [B, s′, d]
      parents,
    };
  });
}

// [K, d] at [B, s] → [B, s, d]
function rowsAt(keys: Tensor, rows: Tensor): Tensor {
  return reshape(indexSelect(keys, 0, reshape(clamp(rows, 0), [-1])), [...rows.shape, keys.length(1)]);
}
