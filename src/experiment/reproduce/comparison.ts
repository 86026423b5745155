// One comparison of a claim: its sides over seeds, their differences, interval and verdict.
import { meanAndDeviation } from "../../evaluate/accuracy.ts";
import type { ComparedSide, Comparison } from "../../run/claims-folder.ts";
import { type BySeed, paired } from "./finished-runs.ts";
import { intervalOfMean, verdictOf } from "./verdict.ts";

export interface Side {
  label: string;
  values: BySeed;
}

export interface Question extends Pick<Comparison, "statement" | "unit" | "expected" | "isDifference"> {
  /** One side is held against the threshold, two against one another. */
  sides: readonly [Side] | readonly [Side, Side];
  digits?: number;
  threshold?: number;
  /** False: shown only. */
  decides?: boolean;
}

export function compare({ sides, digits = 2, threshold = 0, decides = true, ...question }: Question): Comparison {
  const [first, second] = sides;
  const differences = second ? paired(first.values, second.values) : first.values;
  const pairs = [...differences].map(([seed, value]) => ({ seed, value })).sort((a, b) => a.seed - b.seed);
  const estimate = intervalOfMean(pairs.map(({ value }) => value));
  return {
    ...question,
    digits,
    sides: sides.map(describe),
    pairs,
    threshold,
    ...estimate,
    decides,
    verdict: verdictOf({ ...estimate, expected: question.expected, threshold }),
  };
}

function describe({ label, values }: Side): ComparedSide {
  if (values.size === 0) return { label, runs: 0 };
  const { mean, std } = meanAndDeviation([...values.values()]);
  return { label, mean, ...(std !== undefined && { std }), runs: values.size };
}
