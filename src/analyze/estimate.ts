// A mean over a sample of queries, with how far it may be off.
import type { Estimate } from "../run/analyses.ts";

/** The mean of those that are numbers and its standard error, s/√n; undefined where none is. */
export function estimate(values: readonly number[]): Estimate | undefined {
  const numbers = values.filter((value) => !Number.isNaN(value));
  if (numbers.length === 0) return undefined;
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  if (numbers.length === 1) return { mean };
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (numbers.length - 1) / numbers.length) };
}

/** Σ a / Σ b over queries that have both, with the standard error of a ratio (Cochran, 1977, §6.4); undefined where Σ b is 0. */
export function ratioEstimate(allOfA: readonly number[], allOfB: readonly number[]): Estimate | undefined {
  const isKnown = (_: number, i: number) => !Number.isNaN(allOfA[i]! + allOfB[i]!);
  const [a, b] = [allOfA.filter(isKnown), allOfB.filter(isKnown)];
  const [sumA, sumB] = [a, b].map((values) => values.reduce((sum, value) => sum + value, 0));
  if (!(sumB! > 0)) return undefined;
  const ratio = sumA! / sumB!;
  const count = a.length;
  if (count < 2) return { mean: ratio };
  const squares = a.reduce((sum, value, i) => sum + (value - ratio * b[i]!) ** 2, 0);
  return { mean: ratio, standardError: Math.sqrt((squares * count) / (count - 1)) / sumB! };
}
