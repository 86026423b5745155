// SynCo's further synthetic negatives: the hardest negatives extrapolated, noised, perturbed and attacked.
// Giakoumoglou & Stathaki, 2024, arXiv 2410.02401 ("SynCo"), §3.2; its types 1 and 3 are MoCHi's h′ and h.
// Shapes: B batch, d embedding, K keys, N hardest, n synthetic ones of a type.
import {
  add,
  addcmul,
  bmm,
  cat,
  clamp,
  detach,
  eq,
  floor,
  gather,
  indexSelect,
  type Key,
  maskedFill,
  mul,
  normal,
  reshape,
  scope,
  sign,
  squeeze,
  sub,
  type Tensor,
  to,
  uniformMatrix,
  unsqueeze,
  withoutGradient,
} from "../tensor/index.ts";
import { hardestNegatives } from "./hardest-negatives.ts";
import { normalize } from "./normalize.ts";

/** How many of each type; none unless given. */
export interface SyncoCounts {
  /** Type 2: pushed away from the query, beyond their parent. */
  extrapolated?: number;
  /** Type 4: with Gaussian noise. */
  noised?: number;
  /** Type 5: moved along the gradient of the similarity. */
  perturbed?: number;
  /** Type 6: moved along the gradient's signs. */
  adversarial?: number;
}

// The defaults of SynCo's code: noise, step along the gradient, step along its signs, and the range of β.
const deviation = 0.01;
const gradientStep = 0.01;
const signStep = 0.01;
const [leastBeta, mostBeta] = [1, 1.5];

export function hasSynco({ extrapolated = 0, noised = 0, perturbed = 0, adversarial = 0 }: SyncoCounts): boolean {
  return extrapolated + noised + perturbed + adversarial > 0;
}

/**
 * Cosines of each query with its SynCo negatives. These are constants, as MoCHi's are: gradient reaches the query through
 * the product alone.
 * @param query `[B, d]` unit rows.
 * @param keys `[K, d]` unit rows.
 * @param options.logits `[B, K]` cosines of the keys; −∞ is never a parent.
 * @returns `[B, n₂ + n₄ + n₅ + n₆]`; −∞ where no parent was left.
 * @throws MochiError `hardest-above-keys`
 */
export function syncoLogits(
  query: Tensor,
  keys: Tensor,
  { logits, hardest, key, ...counts }: SyncoCounts & { logits: Tensor; hardest: number; key: Key },
): Tensor {
  return scope(() => {
    const { points, isMissing } = withoutGradient(() => {
      const ranked = hardestNegatives(detach(logits), hardest);
      return syncoNegatives(detach(query), detach(keys), { ...ranked, key, ...counts });
    });
    const products = squeeze(bmm(points, unsqueeze(query, 2)), 2); // [B, n]
    return maskedFill(products, isMissing, -Infinity);
  });
}

/**
 * The same as vectors.
 * @param options.hardestIndices `[B, N]` rows of the keys, −1 for none, with how many are `available` `[B, 1]`.
 * @returns points `[B, n, d]`, unit rows in the order of the types; isMissing `[B, n]`
 */
export function syncoNegatives(
  query: Tensor,
  keys: Tensor,
  { hardestIndices, available, key, ...counts }: SyncoCounts & { hardestIndices: Tensor; available: Tensor; key: Key },
): { points: Tensor; isMissing: Tensor } {
  const { extrapolated = 0, noised = 0, perturbed = 0, adversarial = 0 } = counts;
  const batch = query.length(0);
  const anchor = unsqueeze(query, 1); // [B, 1, d]
  const parents = (name: string, count: number) => {
    const share = to(uniformMatrix(key.fold(name), batch, count), query.dtype);
    const rank = to(floor(mul(share, to(available, query.dtype))), "int64"); // [B, n], uniform, with replacement
    const rows = gather(hardestIndices, 1, rank);
    const points = indexSelect(keys, 0, reshape(clamp(rows, 0), [-1])); // [B · n, d]
    return { rows, points: reshape(points, [batch, count, keys.length(1)]) };
  };
  const [second, fourth] = [parents("extrapolated", extrapolated), parents("noised", noised)];
  const [fifth, sixth] = [parents("perturbed", perturbed), parents("adversarial", adversarial)];
  const beta = add(mul(uniformMatrix(key.fold("beta"), batch, extrapolated), mostBeta - leastBeta), leastBeta); // [B, n₂]
  const noise = to(normal(key.fold("noise"), [...fourth.points.shape]), query.dtype); // [B, n₄, d]
  // differs from SynCo's code: no probe along a random direction, because the gradient of q·n with respect to n is q
  const gradient = anchor; // [B, 1, d]
  const made = [
    // SynCo §3.2 (type 2): s ∝ q + β (n − q), β ~ U(1, 1.5)
    addcmul(anchor, unsqueeze(to(beta, query.dtype), 2), sub(second.points, anchor)),
    // SynCo §3.2 (type 4): s ∝ n + ε, ε ~ N(0, σ² I)
    add(fourth.points, mul(noise, deviation)),
    // SynCo §3.2 (type 5): s ∝ n + δ ∇ₙ sim(q, n)
    add(fifth.points, mul(gradient, gradientStep)),
    // SynCo §3.2 (type 6): s ∝ n + η sign(∇ₙ sim(q, n))
    add(sixth.points, mul(sign(gradient), signStep)),
  ];
  const rows = cat(
    [second, fourth, fifth, sixth].map((type) => type.rows),
    1,
  );
  return { points: normalize(cat(made, 1)), isMissing: eq(rows, -1) };
}
