// From numbers to a verdict: Student's 95 % interval of the mean over seeds, and whether it lies on the claim's side.
import { meanAndDeviation } from "../../evaluate/accuracy.ts";
import type { Comparison, Verdict } from "../../run/claims-folder.ts";
import { centralQuantile } from "./student-t.ts";

export const confidence = 0.95;
/** A single number has no spread to judge it by. */
export const fewestPairs = 2;

/** Mean and interval of the mean; empty without values, without an interval where there are too few. */
export function intervalOfMean(values: readonly number[]): Pick<Comparison, "mean" | "interval"> {
  if (values.length === 0) return {};
  const { mean, std = 0 } = meanAndDeviation(values);
  if (values.length < fewestPairs) return { mean };
  const half = (centralQuantile(confidence, values.length - 1) * std) / Math.sqrt(values.length);
  return { mean, interval: [mean - half, mean + half] };
}

/** Decided only where the whole interval lies on one side of the threshold. */
export function verdictOf({
  interval,
  expected,
  threshold,
}: Pick<Comparison, "interval" | "expected" | "threshold">): Verdict {
  if (!interval) return "undecided";
  const [low, high] = interval;
  if (low > threshold) return expected === "above" ? "holds" : "does not hold";
  if (high < threshold) return expected === "below" ? "holds" : "does not hold";
  return "undecided";
}

/** A claim holds where all comparisons that decide it hold, and does not where one of them does not; with the reason. */
export function verdictOfAll(comparisons: readonly Comparison[]): { verdict: Verdict; reason: string } {
  const deciding = comparisons.filter(({ decides }) => decides);
  const failing = deciding.find(({ verdict }) => verdict === "does not hold");
  if (failing) return { verdict: "does not hold", reason: `not so: ${failing.statement}` };
  const open = deciding.find(({ verdict }) => verdict === "undecided");
  if (!open) {
    const count = deciding.length === 1 ? "its comparison holds" : `all ${deciding.length} comparisons hold`;
    return { verdict: "holds", reason: count };
  }
  const pairs = open.pairs.length;
  const why =
    pairs < fewestPairs
      ? `needs ${fewestPairs} seeds, has ${pairs}`
      : `the interval over ${pairs} seeds includes ${open.threshold}`;
  return { verdict: "undecided", reason: `${why}: ${open.statement}` };
}
