// The numbers that a look during training leaves in metrics.jsonl.
import { type ContrastMetrics, LOOK_RANKS } from "../run/analyses.ts";
import type { ContrastLook } from "./contrast-look.ts";

/** Means over the queries; what could not be counted is left out. Weights are summed first, so that a lost query counts more. */
export function numbersOf(look: ContrastLook): Omit<ContrastMetrics, "kind" | "step" | "epoch"> {
  const atRanks = (values: readonly number[]) => LOOK_RANKS.flatMap((rank) => rounded(values[rank - 1]) ?? []);
  const weight = total(look.weight);
  const hasSynthetic = look.syntheticProbability.length > 0;
  const counted = Object.entries({
    falseTop: look.falseTop,
    falseBase: look.falseBase,
    falsePairs: look.falsePairs,
    falseWithQuery: look.falseWithQuery,
  }).flatMap(([name, values]) => {
    const value = rounded(meanOfNumbers(values ?? []));
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    proxyTop1: meanOfNumbers(look.hits),
    proxyTop1Real: meanOfNumbers(look.hitsReal),
    top: look.top,
    probability: atRanks(look.probability),
    topGradientShare: rounded(total(look.topWeight) / weight) ?? 0,
    ...(hasSynthetic && {
      syntheticProbability: atRanks(look.syntheticProbability),
      syntheticGradientShare: rounded(total(look.syntheticWeight) / weight) ?? 0,
    }),
    ...Object.fromEntries(counted),
  };
}

/** The mean of those that are numbers; NaN where none is. */
export function meanOfNumbers(values: readonly number[]): number {
  const numbers = values.filter((value) => !Number.isNaN(value));
  return total(numbers) / numbers.length;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

// Five digits are more than a batch can tell, and lines stay short.
function rounded(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : Number(value.toPrecision(5));
}
