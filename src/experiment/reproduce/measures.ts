// What claims are measured by, read from the folder of one run; shares come out in per cent.
import { LOOK_RANKS } from "../../run/analyses.ts";
import type { ContrastMetrics, EvaluationMetrics, Run } from "../../run/types.ts";
import type { Measure } from "./finished-runs.ts";

/** Linear top-1 on the test set, per cent. */
export const linearTop1: Measure = ({ evaluations }) => evaluations.linear?.top1;

export const alignment: Measure = ({ analyses }) => analyses["alignment-uniformity"]?.encoder.alignment;
export const uniformity: Measure = ({ analyses }) => analyses["alignment-uniformity"]?.encoder.uniformity;

/** Share of the looks that "early" and "late" mean. */
const span = 1 / 5;

/** The mean over the last fifth of the looks at the logits. */
export function late(value: (look: ContrastMetrics) => number | undefined): Measure {
  return ({ contrasts }) => meanOf(lastOf(contrasts).map(value));
}

/** The mean over the first fifth of the looks after the queue had been filled with keys for the first time. */
export function early(value: (look: ContrastMetrics) => number | undefined): Measure {
  return (run) => {
    const filled = run.contrasts.filter(({ step }) => step * option(run, "batchSize") >= option(run, "queueSize"));
    return meanOf(filled.slice(0, countOf(filled)).map(value));
  };
}

/** Late − early of one run. */
export function growth(value: (look: ContrastMetrics) => number | undefined): Measure {
  return (run) => {
    const [last, first] = [late(value)(run), early(value)(run)];
    return last === undefined || first === undefined ? undefined : last - first;
  };
}

export const percent = (share: number | undefined) => (share === undefined ? undefined : 100 * share);

/** Proxy accuracy over the last fifth of the recorded steps, per cent: of methods without synthetic negatives the same as at the looks, from more steps. */
export const lateProxyOfSteps: Measure = ({ steps }) =>
  meanOf(lastOf(steps).map(({ proxyTop1 }) => percent(proxyTop1)));

/** How much steeper than flat the negatives are sorted: log₁₀ of the hardest one's probability over the last rank's. */
export function fallToLastRank({ probability }: ContrastMetrics): number | undefined {
  return ratio(probability[0], probability.at(-1));
}

/** Rank at which the matching probability has fallen to a tenth of the hardest negative's; the last rank looked at where it does not. */
export function hardCount({ probability }: ContrastMetrics): number | undefined {
  const target = (probability[0] ?? Number.NaN) / 10;
  const place = probability.findIndex((value) => value < target);
  if (place < 0) return LOOK_RANKS[probability.length - 1];
  // Between two ranks, straight on logarithmic axes.
  const [before, after] = [probability[place - 1]!, probability[place]!];
  const [low, high] = [LOOK_RANKS[place - 1]!, LOOK_RANKS[place]!];
  return low * (high / low) ** (Math.log(before / target) / Math.log(before / after));
}

/** log₁₀ of the hardest negative's probability over an even share of the positive and K negatives. */
export const hardestOverEvenShare: Measure = (run) =>
  late(({ probability }) => ratio(probability[0], 1 / (1 + option(run, "queueSize"))))(run);

/** Share of all synthetic negatives that are definitely false, per cent. */
export const lateFalseSynthetic: Measure = (run) => {
  const [pairMixed, queryMixed] = [option(run, "synthetic"), option(run, "syntheticWithQuery")];
  return late(({ falsePairs, falseWithQuery }) => {
    if (falsePairs === undefined && falseWithQuery === undefined) return undefined;
    const count = pairMixed * (falsePairs ?? 0) + queryMixed * (falseWithQuery ?? 0);
    return (100 * count) / (pairMixed + queryMixed);
  })(run);
};

/** What the kNN monitor saw, in order. */
export function knnCurve({ monitors }: Run): readonly EvaluationMetrics[] {
  return monitors.filter(({ name }) => name === "knn");
}

/** Mean height of the monitor's curve, per cent. */
export const meanOfCurve: Measure = (run) => meanOf(knnCurve(run).map(({ top1 }) => top1));

/**
 * Epochs at which the monitor's curve first reaches `accuracy`, straight between its points, from the first point on.
 * Undefined where it never does.
 */
export function epochsToReach(curve: readonly Pick<EvaluationMetrics, "epoch" | "top1">[], accuracy: number) {
  const place = curve.findIndex(({ top1 }) => top1 >= accuracy);
  const [before, after] = [curve[place - 1], curve[place]];
  if (!after) return undefined;
  if (!before) return after.epoch;
  return before.epoch + ((after.epoch - before.epoch) * (accuracy - before.top1)) / (after.top1 - before.top1);
}

function lastOf<Item>(items: readonly Item[]): readonly Item[] {
  return items.slice(items.length - countOf(items));
}

function countOf({ length }: { length: number }): number {
  return Math.min(length, Math.max(1, Math.round(span * length)));
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function ratio(above: number | undefined, below: number | undefined): number | undefined {
  return above === undefined || below === undefined ? undefined : Math.log10(above / below);
}

function option({ config }: Run, name: string): number {
  return Number(config.options[name]);
}
