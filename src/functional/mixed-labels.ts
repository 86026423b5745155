// InfoNCE with mixed labels: a query made of two images has a share of each of their keys as its positive.
// Lee et al., ICLR 2021, arXiv 2010.08887 ("i-Mix").
// Shapes: B batch, M further negatives.
import {
  add,
  cat,
  diagonal,
  div,
  gather,
  indicesOf,
  logSoftmax,
  meanAll,
  mul,
  neg,
  rsub,
  scope,
  squeeze,
  type Tensor,
  unsqueeze,
} from "../tensor/index.ts";
import { checkShapes, checkTemperature } from "./operands.ts";

export interface MixedLabels {
  /** `[]`, the mean over the batch. */
  loss: Tensor;
  /** `[B, B + M]`, divided by τ; query i is made of images i and `partners[i]`. */
  logits: Tensor;
}

/**
 * @param batchLogits `[B, B]` cosines of query i with key j of the batch, not yet divided by τ.
 * @param negativeLogits `[B, M]` cosines with what is no key of the batch.
 * @param mixture.partners `[B]`: the second image of each query.
 * @param mixture.shares `[B]` in [0, 1]: the share of its own image.
 * @param options.temperature τ > 0
 * @throws MochiError `shape-mismatch`, `number-out-of-range`
 */
export function mixedLabels(
  batchLogits: Tensor,
  negativeLogits: Tensor,
  { partners, shares }: { partners: Int32Array; shares: Tensor },
  { temperature }: { temperature: number },
): MixedLabels {
  const batch = partners.length;
  const isSquare = batchLogits.shape.length === 2 && batchLogits.shape.every((length) => length === batch);
  const fits = isSquare && negativeLogits.shape[0] === batch && shares.shape.length === 1 && shares.size === batch;
  const operands = { batchLogits, negativeLogits, shares };
  checkShapes("mixedLabels", operands, `they must be [B, B], [B, M] and [B], with ${batch} partners`, fits);
  checkTemperature("mixedLabels", temperature);
  return scope(() => {
    const logits = div(cat([batchLogits, negativeLogits], 1), temperature); // [B, B + M]
    const logProbabilities = logSoftmax(logits, 1); // [B, B + M]
    const second = unsqueeze(indicesOf(partners), 1); // [B, 1]
    const ofOwn = diagonal(logProbabilities); // [B]
    const ofPartner = squeeze(gather(logProbabilities, 1, second), 1); // [B]
    // i-Mix Algorithm 1: L = λ CE(logits, i) + (1 − λ) CE(logits, r(i))
    const loss = neg(meanAll(add(mul(ofOwn, shares), mul(ofPartner, rsub(shares, 1))))); // []
    return { loss, logits };
  }, "loss");
}
