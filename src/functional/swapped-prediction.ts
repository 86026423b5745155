// Swapped prediction: what one crop was assigned to is predicted from the other crops of the image.
// Caron et al., NeurIPS 2020, arXiv 2006.09882 ("SwAV"); Caron et al., ICCV 2021, arXiv 2104.14294 ("DINO").
// Shapes: B images, K prototypes or outputs.
import { div, logSoftmax, meanAll, mul, neg, scope, stack, sum, type Tensor } from "../tensor/index.ts";
import { checkShapes, checkTemperature, sameShape } from "./operands.ts";

/**
 * Mean cross-entropy of crop v's prediction with crop s's target, over all s, and all v but s.
 * @param targets a distribution for each image, `[B, K]`, of the first crops.
 * @param logits `[B, K]` of each crop, in the same order, not yet divided by τ.
 * @param options.temperature τ > 0
 * @returns `[]`
 * @throws MochiError `shape-mismatch`, `number-out-of-range`
 */
export function swappedPrediction(
  targets: readonly Tensor[],
  logits: readonly Tensor[],
  { temperature }: { temperature: number },
): Tensor {
  const [first] = logits;
  for (const other of [...targets, ...logits.slice(1)])
    checkShapes("swappedPrediction", { first: first!, other }, "all must be [B, K]", sameShape(first!, other));
  checkTemperature("swappedPrediction", temperature);
  return scope(() => {
    const logProbabilities = logits.map((crop) => logSoftmax(div(crop, temperature), 1)); // [B, K] each
    const terms = targets.flatMap((target, s) =>
      // SwAV Eq. (2), DINO Eq. (2): ℓ(z_v, q_s) = −Σₖ q_s⁽ᵏ⁾ log p_v⁽ᵏ⁾
      logProbabilities.flatMap((crop, v) => (v === s ? [] : [neg(meanAll(sum(mul(target, crop), [1])))])),
    );
    // SwAV Eq. (6), DINO Eq. (3): Σ_s Σ_v≠s ℓ(z_v, q_s), here their mean
    return meanAll(stack(terms));
  }, "loss");
}
