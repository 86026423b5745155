// Debiased InfoNCE: negatives are corrected for those that are of the query's class by chance.
// Chuang et al., NeurIPS 2020, arXiv 2007.00224 ("Debiased").
// Shapes: B batch, M negatives.
import {
  add,
  amax,
  cat,
  div,
  exp,
  gt,
  log,
  maximum,
  meanAll,
  mul,
  narrow,
  rsub,
  scope,
  sub,
  sum,
  type Tensor,
  to,
  withoutGradient,
} from "../tensor/index.ts";
import type { InfoNce } from "./info-nce.ts";
import { checkNumber } from "./operands.ts";

/**
 * −log( exp(q·k/τ) / (exp(q·k/τ) + M g) ), meaned over the batch, g being the negatives' mean without the share τ⁺ of them
 * that is expected to be of the query's class; the positive stands for what these look like.
 * @param positiveLogits `[B, 1]` cosines.
 * @param negativeLogits `[B, M]` cosines; −∞ is no negative and is not counted in M.
 * @param options.classPrior τ⁺ in [0, 1); 0 is InfoNCE.
 * @throws MochiError `number-out-of-range`
 */
export function debiasedInfoNce(
  positiveLogits: Tensor,
  negativeLogits: Tensor,
  { temperature, classPrior }: { temperature: number; classPrior: number },
): InfoNce {
  checkNumber("debiasedInfoNce", "classPrior", classPrior, "in [0, 1)", classPrior >= 0 && classPrior < 1);
  return scope(() => {
    const logits = div(cat([positiveLogits, negativeLogits], 1), temperature); // [B, 1 + M]
    const negatives = narrow(logits, 1, 1, logits.length(1) - 1); // [B, M]
    // Every exponential is taken relative to the row's largest logit, which changes no quotient and cannot overflow.
    const largest = withoutGradient(() => amax(logits, [1], true)); // [B, 1]
    const count = withoutGradient(() => sum(to(gt(negatives, -Infinity), logits.dtype), [1], true)); // [B, 1]
    const positive = sub(narrow(logits, 1, 0, 1), largest); // [B, 1]
    const total = sum(exp(sub(negatives, largest)), [1], true); // [B, 1], M times the mean

    // Debiased Eq. (8) (one positive sample), times M: M g = max( (Σᵢ exp(q·nᵢ/τ) − M τ⁺ exp(q·k/τ)) / (1 − τ⁺), M exp(−1/τ) )
    const corrected = div(sub(total, mul(count, mul(exp(positive), classPrior))), 1 - classPrior);
    const least = mul(count, exp(rsub(largest, -1 / temperature)));
    const debiased = maximum(corrected, least); // [B, 1]

    // Debiased Eq. (7): −log( exp(q·k/τ) / (exp(q·k/τ) + M g) )
    const loss = meanAll(sub(log(add(exp(positive), debiased)), positive));
    return { loss, logits };
  }, "loss");
}
