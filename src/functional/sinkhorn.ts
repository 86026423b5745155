// Sinkhorn-Knopp: assigns samples to prototypes so that every prototype gets as many.
// Cuturi, NeurIPS 2013, arXiv 1306.0895; Caron et al., NeurIPS 2020, arXiv 2006.09882 ("SwAV").
// Shapes: B samples, K prototypes.
import { div, exp, logsumexp, scope, sub, type Tensor, withoutGradient } from "../tensor/index.ts";
import { checkNumber, checkShapes } from "./operands.ts";

export interface SinkhornOptions {
  /** ε > 0: how soft the assignment is. 0.05: SwAV. */
  epsilon: number;
  /** Rounds of evening out. 3: SwAV. */
  iterations: number;
}

/**
 * Codes of a batch: rows sum to 1, columns to about B/K; no gradient passes.
 * @param scores `[B, K]`, similarities of samples and prototypes
 * @returns `[B, K]`
 * @throws MochiError `shape-mismatch`, `number-out-of-range`
 */
export function sinkhorn(scores: Tensor, { epsilon, iterations }: SinkhornOptions): Tensor {
  checkShapes("sinkhorn", { scores }, "they must be [B, K]", scores.shape.length === 2);
  checkNumber("sinkhorn", "epsilon", epsilon, "a positive number", epsilon > 0);
  checkNumber("sinkhorn", "iterations", iterations, "at least 1", iterations >= 1);
  return withoutGradient(() =>
    scope(() => {
      // SwAV Eq. (5): Q* = Diag(u) exp(CᵀZ / ε) Diag(v), u and v found by evening out prototypes and samples in turn
      // differs from SwAV's code, because exp(CᵀZ / ε) underflows where ε is small: all in logarithms
      let logCodes = div(scores, epsilon); // [B, K]
      for (let round = 0; round < iterations; round++) {
        logCodes = sub(logCodes, logsumexp(logCodes, [0], true)); // prototypes alike
        logCodes = sub(logCodes, logsumexp(logCodes, [1], true)); // samples alike
      }
      return exp(logCodes);
    }, "loss"),
  );
}
