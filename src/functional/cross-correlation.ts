// Cross-correlation of two batches of embeddings, and how far it is from the identity.
// Zbontar et al., ICML 2021, arXiv 2103.03230 ("Barlow Twins").
// Shapes: B batch, d embedding.
import {
  add,
  diagonal,
  div,
  matmul,
  mean,
  mul,
  pow,
  scope,
  sqrt,
  sub,
  sumAll,
  type Tensor,
  t,
  variance,
} from "../tensor/index.ts";
import { checkShapes, sameShape } from "./operands.ts";

// torch.nn.BatchNorm1d's, which the authors' code standardises with.
const epsilon = 1e-5;

/**
 * Correlation of each dimension of one embedding with each of the other, over the batch.
 * @param first `[B, d]`
 * @param second `[B, d]`, the same images in the same order.
 * @returns `[d, d]`, −1 … 1
 * @throws MochiError `shape-mismatch`
 */
export function crossCorrelation(first: Tensor, second: Tensor): Tensor {
  const fits = first.shape.length === 2 && sameShape(first, second);
  checkShapes("crossCorrelation", { first, second }, "both must be [B, d]", fits);
  return scope(() => {
    const [a, b] = [standardized(first), standardized(second)]; // [B, d]
    // Barlow-Twins Eq. (2): Cᵢⱼ = Σ_b zᴬ_bi zᴮ_bj / ( √Σ_b (zᴬ_bi)² √Σ_b (zᴮ_bj)² ), columns centred
    return div(matmul(t(a), b), first.length(0)); // [d, d]
  }, "loss");
}

/**
 * Σᵢ (1 − Cᵢᵢ)² + λ Σᵢ Σⱼ≠ᵢ Cᵢⱼ².
 * @param correlation C, `[d, d]`
 * @param options.offDiagonal λ ≥ 0, the weight of what must vanish
 * @returns `[]`
 * @throws MochiError `shape-mismatch`
 */
export function redundancyReduction(correlation: Tensor, { offDiagonal }: { offDiagonal: number }): Tensor {
  const [rows, columns] = correlation.shape;
  const isSquare = correlation.shape.length === 2 && rows === columns;
  checkShapes("redundancyReduction", { correlation }, "it must be [d, d]", isSquare);
  return scope(() => {
    const own = diagonal(correlation); // [d]
    const others = sub(sumAll(pow(correlation, 2)), sumAll(pow(own, 2))); // []
    // Barlow-Twins Eq. (1): L = Σᵢ (1 − Cᵢᵢ)² + λ Σᵢ Σⱼ≠ᵢ Cᵢⱼ²
    return add(sumAll(pow(sub(own, 1), 2)), mul(others, offDiagonal));
  }, "loss");
}

// Columns of mean 0 and deviation 1.
function standardized(x: Tensor): Tensor {
  return div(sub(x, mean(x, [0])), sqrt(add(variance(x, [0], false), epsilon)));
}
