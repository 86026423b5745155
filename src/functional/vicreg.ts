// The three terms of VICReg: variance, invariance and covariance of two batches of embeddings.
// Bardes et al., ICLR 2022, arXiv 2105.04906 ("VICReg").
// Shapes: B batch, d embedding.
import {
  add,
  diagonal,
  div,
  matmul,
  mean,
  meanAll,
  pow,
  relu,
  rsub,
  scope,
  sqrt,
  sub,
  sumAll,
  type Tensor,
  t,
  variance,
} from "../tensor/index.ts";
import { checkShapes, sameShape } from "./operands.ts";

// γ and ε of Eq. (1) and (2).
const targetDeviation = 1;
const epsilon = 1e-4;

export interface VicregTerms {
  /** `[]`: mean squared difference of the two. */
  invariance: Tensor;
  /** `[]`: how far deviations fall short of 1, the mean over both. */
  variance: Tensor;
  /** `[]`: squared covariances of different dimensions, the sum over both. */
  covariance: Tensor;
}

/**
 * @param first `[B, d]`, B ≥ 2, not of unit length.
 * @param second `[B, d]`, the same images in the same order.
 * @throws MochiError `shape-mismatch`
 */
export function vicregTerms(first: Tensor, second: Tensor): VicregTerms {
  const fits = first.shape.length === 2 && first.length(0) > 1 && sameShape(first, second);
  checkShapes("vicregTerms", { first, second }, "both must be [B, d] with B of at least 2", fits);
  return scope(
    () => ({
      // VICReg Eq. (5): s(Z, Z′) = 1/n Σᵢ ‖zᵢ − z′ᵢ‖²
      // differs from VICReg Eq. (5) and (6), because the authors' code does: s is divided by d too, and v is halved
      invariance: meanAll(pow(sub(first, second), 2)),
      variance: div(add(shortfall(first), shortfall(second)), 2),
      covariance: add(redundancy(first), redundancy(second)),
    }),
    "loss",
  );
}

function shortfall(z: Tensor): Tensor {
  const deviations = sqrt(add(variance(z, [0], true), epsilon)); // [d]
  // VICReg Eq. (1): v(Z) = 1/d Σⱼ max(0, γ − √(Var(zʲ) + ε))
  return meanAll(relu(rsub(deviations, targetDeviation)));
}

function redundancy(z: Tensor): Tensor {
  const centred = sub(z, mean(z, [0])); // [B, d]
  // VICReg Eq. (3): C(Z) = 1/(n − 1) Σᵢ (zᵢ − z̄)(zᵢ − z̄)ᵀ
  const covariances = div(matmul(t(centred), centred), z.length(0) - 1); // [d, d]
  // VICReg Eq. (4): c(Z) = 1/d Σᵢ≠ⱼ C(Z)ᵢⱼ²
  return div(sub(sumAll(pow(covariances, 2)), sumAll(pow(diagonal(covariances), 2))), z.length(1));
}
