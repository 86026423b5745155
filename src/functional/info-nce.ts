// InfoNCE: the contrast of one positive with M negatives, as (M + 1)-way classification.
// van den Oord et al., 2018, arXiv 1807.03748 ("CPC"); He et al., CVPR 2020, arXiv 1911.05722 ("MoCo").
// Shapes: B batch, M negatives.
import { cat, crossEntropy, div, fusedInfoNce, scope, type Tensor, zeros } from "../tensor/index.ts";
import { debiasedInfoNce } from "./debiased-info-nce.ts";
import { checkShapes, checkTemperature } from "./operands.ts";

export interface InfoNce {
  /** `[]`, the mean over the batch; log(1 + M) where nothing is told apart. */
  loss: Tensor;
  /** `[B, 1 + M]`, divided by τ; the positive comes first. */
  logits: Tensor;
}

/**
 * −log( exp(q·k/τ) / (exp(q·k/τ) + Σₙ exp(q·n/τ)) ), meaned over the batch. In float32 on the CPU a fused kernel does it,
 * elsewhere libtorch's operators.
 * @param positiveLogits `[B, 1]` cosines q·k, not yet divided by τ.
 * @param negativeLogits `[B, M]` cosines q·n; −∞ is no negative at all.
 * @param options.temperature τ > 0
 * @param options.classPrior τ⁺, the share of negatives that is expected to be of the query's class; above 0 the loss is
 *   corrected for them: `debiased-info-nce.ts`.
 * @throws MochiError `shape-mismatch`, `number-out-of-range`
 * @example const { loss } = infoNce(rowDot(query, key), negativeLogits(query, queue).logits, { temperature: 0.2 });
 */
export function infoNce(
  positiveLogits: Tensor,
  negativeLogits: Tensor,
  { temperature, classPrior = 0 }: { temperature: number; classPrior?: number },
): InfoNce {
  const [batch, one] = positiveLogits.shape;
  const fits = one === 1 && negativeLogits.shape.length === 2 && negativeLogits.shape[0] === batch;
  checkShapes("infoNce", { positiveLogits, negativeLogits }, "they must be [B, 1] and [B, M]", fits);
  checkTemperature("infoNce", temperature);
  if (classPrior !== 0) return debiasedInfoNce(positiveLogits, negativeLogits, { temperature, classPrior });
  return scope(() => {
    if (kernelApplies(positiveLogits) && kernelApplies(negativeLogits))
      return fusedInfoNce(positiveLogits, negativeLogits, temperature);
    return infoNceByOperators(positiveLogits, negativeLogits, temperature);
  }, "loss");
}

// A kernel passes over the logits twice forward and once backward, where operators need six passes and four.
function kernelApplies({ device, dtype }: Tensor): boolean {
  return device === "cpu" && dtype === "float32";
}

/** The composition of libtorch's operators: the reference of the kernel, on any device. */
export function infoNceByOperators(positiveLogits: Tensor, negativeLogits: Tensor, temperature: number): InfoNce {
  return scope(() => {
    const logits = div(cat([positiveLogits, negativeLogits], 1), temperature); // [B, 1 + M]
    // MoCo Eq. (1), MoCHi Eq. (1): L = −log( exp(q·k/τ) / (exp(q·k/τ) + Σₙ exp(q·n/τ)) )
    const loss = crossEntropy(logits, zeros([logits.length(0)], { dtype: "int64", device: logits.device }));
    return { loss, logits };
  });
}
