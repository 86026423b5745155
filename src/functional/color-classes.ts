// Colours as classes: soft encoding of ab values, weights against the many dull colours, and the loss over both.
// Zhang et al., ECCV 2016, arXiv 1603.08511 ("Zhang").
// Shapes: n pixels, Q classes.
import {
  add,
  argmax,
  cdist,
  div,
  exp,
  indexSelect,
  logSoftmax,
  meanAll,
  mul,
  neg,
  pow,
  scatter,
  scope,
  sum,
  sumAll,
  type Tensor,
  topk,
  withoutGradient,
  zeros,
} from "../tensor/index.ts";
import { areMatricesOfEqualRows, checkNumber, checkShapes } from "./operands.ts";

/**
 * Every colour as a distribution over the nearest classes, Gaussian in the distance.
 * @param colors `[n, 2]` a and b
 * @param centers `[Q, 2]`
 * @param options.neighbours classes that share a colour; 5 in the paper
 * @param options.deviation σ in units of a and b; 5 in the paper, half the pitch of its grid
 * @returns `[n, Q]`, rows that sum to 1
 * @throws MochiError `shape-mismatch`, `number-out-of-range`
 */
export function softEncode(
  colors: Tensor,
  centers: Tensor,
  { neighbours, deviation }: { neighbours: number; deviation: number },
): Tensor {
  const fits = areMatricesOfEqualRows(colors, centers);
  checkShapes("softEncode", { colors, centers }, "they must be [n, 2] and [Q, 2]", fits);
  const most = centers.length(0);
  checkNumber("softEncode", "neighbours", neighbours, `in 1 … ${most}`, neighbours >= 1 && neighbours <= most);
  return scope(() =>
    withoutGradient(() => {
      const { values, indices } = topk(neg(cdist(colors, centers)), neighbours, 1); // [n, 5] −distances
      // Relative to the nearest, so that a colour far from all classes does not divide 0 by 0.
      const nearest = topk(values, 1, 1).values;
      const squares = add(mul(values, values), neg(mul(nearest, nearest)));
      const weights = exp(div(squares, -2 * deviation * deviation));
      const shares = div(weights, sum(weights, [1], true)); // [n, 5]
      return scatter(zeros([colors.length(0), most], { dtype: colors.dtype }), 1, indices, shares);
    }),
  );
}

/**
 * The weight of each class: the rarer the heavier, of mean 1 under the prior.
 * @param prior `[Q]`, sums to 1
 * @param uniformShare λ, how much of a uniform distribution is mixed in; 0.5 in the paper
 * @returns `[Q]`
 */
export function rebalancingWeights(prior: Tensor, uniformShare: number): Tensor {
  return scope(() => {
    // Zhang Eq. (4): w ∝ ((1 − λ) p̃ + λ/Q)⁻¹, E[w] = Σ_q p̃_q w_q = 1
    const mixed = add(mul(prior, 1 - uniformShare), uniformShare / prior.length(0)); // [Q]
    const inverse = pow(mixed, -1);
    return div(inverse, sumAll(mul(prior, inverse)));
  });
}

/**
 * Cross-entropy of distributions, each pixel weighted by the class that its colour belongs to; meaned over the pixels.
 * @param logits `[n, Q]`
 * @param targets `[n, Q]` distributions
 * @param weights `[Q]`
 */
export function rebalancedCrossEntropy(logits: Tensor, targets: Tensor, weights: Tensor): Tensor {
  const fits = areMatricesOfEqualRows(logits, targets) && weights.shape.join() === String(logits.shape[1]);
  checkShapes("rebalancedCrossEntropy", { logits, targets, weights }, "they must be [n, Q], [n, Q] and [Q]", fits);
  return scope(() => {
    // Zhang Eq. (3): v(Z) = w_q*, q* = arg max_q Z_q
    const pixelWeights = indexSelect(weights, 0, argmax(targets, 1)); // [n]
    // Zhang Eq. (2): L = −Σ v(Z) Σ_q Z_q log Ẑ_q
    const crossEntropies = neg(sum(mul(targets, logSoftmax(logits, 1)), [1])); // [n]
    return meanAll(mul(pixelWeights, crossEntropies));
  });
}
