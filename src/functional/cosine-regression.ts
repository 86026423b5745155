// Regression of unit vectors: how far predictions are from targets on the sphere.
// Grill et al., NeurIPS 2020, arXiv 2006.07733 ("BYOL"), Eq. (2).
import { add, meanAll, mul, scope, type Tensor } from "../tensor/index.ts";
import { normalize } from "./normalize.ts";
import { rowDot } from "./row-dot.ts";

/**
 * Mean squared distance of corresponding rows once they have unit length, 0 … 4.
 * @param predictions `[B, d]`
 * @param targets `[B, d]`
 * @returns `[]`
 * @throws MochiError `shape-mismatch`
 */
export function cosineRegression(predictions: Tensor, targets: Tensor): Tensor {
  return scope(() => {
    const cosines = rowDot(normalize(predictions), normalize(targets)); // [B, 1]
    // BYOL Eq. (2): ‖p̄ − z̄′‖² = 2 − 2 p·z′ / (‖p‖ ‖z′‖)
    return add(mul(meanAll(cosines), -2), 2);
  });
}
