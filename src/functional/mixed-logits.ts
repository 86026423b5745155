// Logits of synthetic negatives worked out from the logits of their parents, without building the vectors.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi").
// Shapes: B batch, d embedding, K keys, s pair-mixed and s′ query-mixed negatives, P near-antipodal mixes.
import {
  add,
  addcmul,
  arange,
  cat,
  clamp,
  detach,
  div,
  embeddingBag,
  gather,
  indexSelect,
  lt,
  maskedFill,
  maskedScatter,
  maskedSelect,
  minimum,
  mul,
  narrow,
  nonzero,
  reshape,
  rsub,
  scope,
  select,
  splitWithSizes,
  sqrt,
  stack,
  sum,
  type Tensor,
  unsqueeze,
  vectorNorm,
  withoutGradient,
} from "../tensor/index.ts";
import type { MixingParents } from "./mixing-parents.ts";
import { normalize } from "./normalize.ts";
import { rowDot } from "./row-dot.ts";

// Below this ‖h̃‖ the parents are nearly antipodal, and the closed form subtracts numbers that nearly cancel.
const shortestSafeNorm = 0.1;

// Bags per call: 4 MiB of vectors at d 128, which stay in the caches. 2¹² to 2¹⁵ take equally long.
const bagsAtOnce = 2 ** 13;

export interface MixedLogitsInput {
  /** `[B, d]` unit rows. */
  query: Tensor;
  /** `[K, d]` unit rows, without gradient. */
  keys: Tensor;
  /** `[B, K]`, with gradient, nothing struck out. */
  cosines: Tensor;
  parents: MixingParents;
  throughQuery: boolean;
}

/** `[B, s + s′]` cosines of the query with its synthetic negatives; −∞ where parents were missing. */
export function mixedLogits(input: MixedLogitsInput): Tensor {
  const { cosines, parents } = input;
  const rows = [parents.first, parents.second, parents.withQuery];
  const sizes = rows.map((part) => part.length(1));
  // One gather, so that the gradient is scattered into [B, K] once.
  const parentLogits = gather(cosines, 1, clamp(cat(rows, 1), 0)); // [B, 2s + s′]
  const [first, second, withQuery] = splitWithSizes(parentLogits, sizes, 1) as [Tensor, Tensor, Tensor];
  const logits = cat([pairMixedLogits(input, first, second), queryMixedLogits(input, withQuery)], 1); // [B, s + s′]
  const isMissing = lt(cat([minimum(parents.first, parents.second), parents.withQuery], 1), 0);
  return maskedFill(logits, isMissing, -Infinity);
}

function pairMixedLogits({ query, keys, parents }: MixedLogitsInput, firstLogits: Tensor, secondLogits: Tensor) {
  const { alpha } = parents;
  const rest = rsub(alpha, 1);
  const [first, second] = [clamp(parents.first, 0), clamp(parents.second, 0)];
  const norm = withoutGradient(() => pairNorms(keys, first, second, alpha, rest)); // [B, s]
  const isShort = lt(norm, shortestSafeNorm);
  const divisor = maskedFill(norm, isShort, 1);
  // MoCHi §4.1 (in training): q·h = (α q·nᵢ + (1 − α) q·nⱼ) / ‖α nᵢ + (1 − α) nⱼ‖₂
  const closed = addcmul(mul(firstLogits, div(alpha, divisor)), secondLogits, div(rest, divisor)); // [B, s]
  return withShortOnes(closed, isShort, query, (pick) => {
    const share = unsqueeze(pick(alpha), 1); // [P, 1]
    return add(mul(share, indexSelect(keys, 0, pick(first))), mul(rsub(share, 1), indexSelect(keys, 0, pick(second))));
  });
}

function queryMixedLogits({ query, keys, parents, throughQuery }: MixedLogitsInput, logits: Tensor): Tensor {
  const { beta } = parents;
  const rest = rsub(beta, 1);
  const anchor = throughQuery ? query : detach(query);
  const self = rowDot(query, anchor); // [B, 1], one, but with a gradient
  const inside = throughQuery ? { self, logits } : { self: detach(self), logits: detach(logits) };
  // ‖β q + (1 − β) nⱼ‖² = β² q·q + (1 − β)² + 2 β (1 − β) q·nⱼ
  const squares = add(mul(mul(beta, beta), inside.self), mul(rest, rest));
  const squaredNorm = addcmul(squares, mul(beta, rest), inside.logits, { value: 2 }); // [B, s′]
  const isShort = lt(squaredNorm, shortestSafeNorm ** 2);
  const divisor = sqrt(maskedFill(squaredNorm, isShort, 1));
  // MoCHi §4.2 (in training): q·h′ = (β q·q + (1 − β) q·nⱼ) / ‖β q + (1 − β) nⱼ‖₂
  const closed = div(addcmul(mul(rest, logits), beta, self), divisor); // [B, s′]
  const withQuery = clamp(parents.withQuery, 0);
  return withShortOnes(closed, isShort, query, (pick, rows) => {
    const share = unsqueeze(pick(beta), 1); // [P, 1]
    return add(mul(share, indexSelect(anchor, 0, rows)), mul(rsub(share, 1), indexSelect(keys, 0, pick(withQuery))));
  });
}

// ‖α nᵢ + (1 − α) nⱼ‖ [B, s] by weighted bags of two rows, a few queries at a time: half the time of gathering the
// parents and multiplying them (9 against 18 ms at B 256, d 128, K 4096, N = s = 1024; 2.5 against 4.5 at N = s = 256),
// where a Gram matrix per query takes 299 and 29, and one of all the keys 18 and 17.
function pairNorms(keys: Tensor, first: Tensor, second: Tensor, alpha: Tensor, rest: Tensor): Tensor {
  const [batch, pairs] = first.shape as [number, number];
  if (pairs === 0) return alpha;
  const rows = stack([first, second], 2); // [B, s, 2]
  const weights = stack([alpha, rest], 2); // [B, s, 2]
  const queriesAtOnce = Math.max(1, Math.floor(bagsAtOnce / pairs));
  const norms: Tensor[] = [];
  for (let start = 0; start < batch; start += queriesAtOnce) {
    const count = Math.min(queriesAtOnce, batch - start);
    norms.push(
      scope(() => {
        const part = (of: Tensor) => reshape(narrow(of, 0, start, count), [-1]);
        const offsets = mul(arange(0, count * pairs, { dtype: "int64", device: keys.device }), 2);
        const { first: mixed } = embeddingBag(keys, part(rows), offsets, false, 0, false, part(weights)); // [count s, d]
        return reshape(vectorNorm(mixed, 2, [-1]), [count, pairs]);
      }),
    );
  }
  return cat(norms);
}

// Puts in place of the closed form, where `isShort`, the product of the query with the mixed vector itself.
function withShortOnes(
  closed: Tensor,
  isShort: Tensor,
  query: Tensor,
  mix: (pick: (of: Tensor) => Tensor, rows: Tensor) => Tensor,
): Tensor {
  const places = nonzero(isShort); // [P, 2]
  if (places.length(0) === 0) return closed;
  const rows = select(places, 1, 0); // [P]
  const mixed = normalize(mix((of) => maskedSelect(of, isShort), rows)); // [P, d]
  return maskedScatter(closed, isShort, sum(mul(indexSelect(query, 0, rows), mixed), [-1]));
}
