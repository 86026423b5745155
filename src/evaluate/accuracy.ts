// Top-k accuracy, and the mean and spread of several runs.
import { eq, sumAll, type Tensor, to, topk, unsqueeze } from "../tensor/index.ts";

/**
 * Per cent of rows whose label is among the k highest scores.
 * @param scores `[n, C]`
 * @param labels `[n]` int64
 */
export function topAccuracy(scores: Tensor, labels: Tensor, k: number): number {
  const guesses = topk(scores, Math.min(k, scores.length(1)), 1).indices; // [n, k]
  return (100 * sumAll(to(eq(guesses, unsqueeze(labels, 1)), "float32")).item()) / labels.length(0);
}

/** Mean and sample standard deviation; the latter is undefined for a single value. */
export function meanAndDeviation(values: readonly number[]): { mean: number; std: number | undefined } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, std: undefined };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, std: Math.sqrt(variance) };
}
