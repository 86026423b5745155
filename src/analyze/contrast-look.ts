// A look at the logits of a batch: how hard its negatives are, and what carries the gradient.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi"), §3.
// Shapes: B queries, R real and S synthetic negatives, T the hardest real ones.
import type { Contrast } from "../methods/method.ts";
import {
  amax,
  amin,
  exp,
  gt,
  logsumexp,
  mean,
  mul,
  narrow,
  rsub,
  scope,
  squeeze,
  sub,
  sum,
  type Tensor,
  to,
  topk,
  withoutGradient,
} from "../tensor/index.ts";
import { type FalseNegativeLook, lookForFalseNegatives } from "./false-negative-look.ts";

/** One value per query, unless it says otherwise; shares are of 1. */
export interface ContrastLook extends Partial<FalseNegativeLook> {
  /** 1 where the positive outranks all negatives, and all real ones; else 0. */
  hits: number[];
  hitsReal: number[];
  /** T: 1,024, or as many as every query has where there are fewer. */
  top: number;
  /** `[T]` matching probability of the hardest real negatives, over the positive and the real ones; mean over queries. */
  probability: number[];
  /** `[T]` the mean of their squares, for how far the means may be off. */
  probabilitySquare: number[];
  /** `[S]` that of the synthetic ones, over the positive and all negatives, falling; mean over queries. */
  syntheticProbability: number[];
  /** What all negatives weigh in the gradient, what the T hardest real ones do, and what the synthetic ones do. */
  weight: number[];
  topWeight: number[];
  syntheticWeight: number[];
}

const mostLookedAt = 1024;

/**
 * @param labels `[N]` int64, the class of every image of the data set; without it false negatives are not looked for.
 * @param queries how many of the batch are looked at; all unless given.
 */
export function lookAtContrast(contrast: Contrast, labels?: Tensor, queries = Number.POSITIVE_INFINITY): ContrastLook {
  return withoutGradient(() =>
    scope(() => {
      const { realNegatives } = contrast;
      const logits = narrow(contrast.logits, 0, 0, Math.min(queries, contrast.logits.length(0))); // [B, 1 + R + S]
      const syntheticCount = logits.length(1) - 1 - realNegatives;
      const positive = narrow(logits, 1, 0, 1); // [B, 1]
      const real = narrow(logits, 1, 1, realNegatives); // [B, R]
      const synthetic = narrow(logits, 1, 1 + realNegatives, syntheticCount); // [B, S]

      const top = ranksOf(real);
      const hardest = topk(real, top, 1); // [B, T]
      const logSum = logsumexp(logits, 1, true); // [B, 1]
      const logSumReal = syntheticCount === 0 ? logSum : logsumexp(narrow(logits, 1, 0, 1 + realNegatives), 1, true);
      // MoCHi §3: pᵢ = exp(q·nᵢ/τ) / Z, with Z over the positive and the real negatives
      const probability = exp(sub(hardest.values, logSumReal)); // [B, T]
      const ofSynthetic = exp(sub(topk(synthetic, syntheticCount, 1).values, logSum)); // [B, S]

      // MoCHi Eq. (3): ∂L/∂q = −1/τ ((1 − p_k) k − Σₙ pₙ n), so that a negative weighs its p
      const weight = rsub(exp(squeeze(sub(positive, logSum), 1)), 1); // [B]
      const hitsReal = outranks(positive, real);
      const looksForFalse = labels !== undefined && contrast.queryIds && contrast.negativeIds;
      return {
        hits: multiplied(hitsReal, syntheticCount === 0 ? hitsReal : outranks(positive, synthetic)),
        hitsReal,
        top,
        probability: mean(probability, [0]).toNumbers(),
        probabilitySquare: mean(mul(probability, probability), [0]).toNumbers(),
        syntheticProbability: mean(ofSynthetic, [0]).toNumbers(),
        weight: weight.toNumbers(),
        topWeight: sum(exp(sub(hardest.values, logSum)), [1]).toNumbers(),
        syntheticWeight: sum(ofSynthetic, [1]).toNumbers(),
        ...(looksForFalse &&
          lookForFalseNegatives(contrast, { ...falseAmong(contrast, real, hardest.indices), labels })),
      };
    }),
  );
}

// A column of −∞ (an own key, what an oracle discarded) is no rank: T is what the query with the fewest has.
function ranksOf(real: Tensor): number {
  return Math.min(mostLookedAt, amin(sum(gt(real, Number.NEGATIVE_INFINITY), [1])).item());
}

// An oracle has no false negatives left; how many there would be says what its encoder has learned.
function falseAmong({ undiscarded }: Contrast, real: Tensor, hardest: Tensor): { real: Tensor; hardest: Tensor } {
  if (!undiscarded) return { real, hardest };
  const all = narrow(undiscarded, 0, 0, real.length(0)); // [B, R]
  return { real: all, hardest: topk(all, ranksOf(all), 1).indices };
}

function outranks(positive: Tensor, negatives: Tensor): number[] {
  return to(gt(squeeze(positive, 1), amax(negatives, [1])), "float32").toNumbers();
}

function multiplied(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value * b[i]!);
}
