// NT-Xent: every view against its partner, all other views of the batch as negatives.
// Chen et al., ICML 2020, arXiv 2002.05709 ("SimCLR").
// Shapes: B images, two views each, d embedding.
import {
  arange,
  cat,
  crossEntropy,
  div,
  eq,
  maskedFill,
  matmul,
  scope,
  type Tensor,
  t,
  unsqueeze,
} from "../tensor/index.ts";
import { checkShapes, checkTemperature, sameShape } from "./operands.ts";

export interface NtXent {
  /** `[]`, the mean over all 2B views. */
  loss: Tensor;
  /** `[2B, 2B]`, divided by τ; −∞ on the diagonal, the positive of row r in column (r + B) mod 2B. */
  logits: Tensor;
}

/**
 * @param first `[B, d]` unit rows, one view of each image.
 * @param second `[B, d]` unit rows, the other view, in the same order.
 * @param options.temperature τ > 0
 * @throws MochiError `shape-mismatch`, `number-out-of-range`
 */
export function ntXent(first: Tensor, second: Tensor, { temperature }: { temperature: number }): NtXent {
  const fits = first.shape.length === 2 && sameShape(first, second);
  checkShapes("ntXent", { first, second }, "both must be [B, d]", fits);
  checkTemperature("ntXent", temperature);
  return scope(() => {
    const batch = first.length(0);
    const device = first.device;
    const views = cat([first, second]); // [2B, d]
    const rows = arange(0, 2 * batch, { dtype: "int64", device }); // [2B]
    const isSelf = eq(unsqueeze(rows, 1), rows); // [2B, 2B]
    const logits = maskedFill(div(matmul(views, t(views)), temperature), isSelf, -Infinity); // [2B, 2B]
    const partners = cat([
      arange(batch, 2 * batch, { dtype: "int64", device }),
      arange(0, batch, { dtype: "int64", device }),
    ]); // [2B]
    // SimCLR Eq. (1): ℓᵢⱼ = −log( exp(zᵢ·zⱼ/τ) / Σₖ≠ᵢ exp(zᵢ·zₖ/τ) )
    return { loss: crossEntropy(logits, partners), logits };
  }, "loss");
}
