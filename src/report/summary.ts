// The numbers a run is judged by, with where each comes from.
import { basename, dirname } from "node:path";
import type { Accuracy, Run } from "../run/types.ts";
import { duration, epochCount, folderName, NOTHING, percent, percentWithSpread } from "./format.ts";

/** An accuracy in per cent; `std` only where something was repeated. */
export interface Score {
  mean: Partial<Accuracy>;
  std: Accuracy | undefined;
  repetitions: number;
  /** Epochs trained when a monitor measured it; undefined for a final evaluation. */
  monitoredAt: number | undefined;
}

export interface Summary {
  run: Run;
  /** The folder, as short as it is unambiguous. */
  label: string;
  isFinished: boolean;
  knn: Score | undefined;
  linear: Score | undefined;
  trainSeconds: number | undefined;
  /** Median over the logged steps. */
  imagesPerSecond: number | undefined;
  /** Share of steps with synthetic negatives, 0–1, of all steps or, in an unfinished run, of those done. */
  mixedShare: number | undefined;
}

export function summarize(run: Run): Summary {
  const { state, steps } = run;
  const isFinished = state?.status === "finished";
  const stepsCounted = isFinished ? state.steps : state?.step;
  const rates = steps.flatMap((line) => line.imagesPerSecond ?? []);
  return {
    run,
    label: folderName(run.path),
    isFinished,
    knn: score(run, "knn"),
    linear: score(run, "linear"),
    trainSeconds: state?.trainSeconds ?? steps.at(-1)?.seconds,
    imagesPerSecond: rates.length > 0 ? median(rates) : undefined,
    mixedShare: state && stepsCounted ? state.mixedSteps / stepsCounted : undefined,
  };
}

/** The runs, called by their last names where all of them lie in one folder. */
export function withShortLabels(summaries: readonly Summary[]): readonly Summary[] {
  const folders = new Set(summaries.map(({ label }) => dirname(label)));
  if (summaries.length < 2 || folders.size > 1) return summaries;
  return summaries.map((summary) => ({ ...summary, label: basename(summary.label) }));
}

/** The run in one sentence: what it reached, after how much work. */
export function resultLine({ knn, linear, trainSeconds, run }: Summary): string {
  const scores = [
    knn && `kNN top-1 ${scoreText(knn)}${knn.monitoredAt === undefined ? "" : " (monitor)"}`,
    linear && `linear top-1 ${scoreText(linear)}`,
  ].filter(Boolean);
  const epochs = run.state?.epoch;
  const work = [
    epochs !== undefined && `${epochCount(epochs)} ${epochs === 1 ? "epoch" : "epochs"}`,
    trainSeconds !== undefined && `${duration(trainSeconds)} of training`,
  ].filter(Boolean);
  const reached = scores.length > 0 ? scores.join(" and ") : "Not evaluated yet";
  return `${reached}${work.length > 0 ? ` after ${work.join(", ")}` : ""}.`;
}

/** Several runs in one sentence: between which accuracies they lie. */
export function comparisonLine(summaries: readonly Summary[]): string {
  const range = (name: "knn" | "linear") => summaries.flatMap((summary) => summary[name]?.mean.top1 ?? []);
  const text = (title: string, values: readonly number[]) =>
    values.length > 0 && `${title} from ${percent(Math.min(...values))} to ${percent(Math.max(...values))} %`;
  const ranges = [text("kNN top-1", range("knn")), text("linear top-1", range("linear"))].filter(Boolean);
  return ranges.length > 0 ? `${ranges.join(", ")}.` : "Not evaluated yet.";
}

/** Runs that differ in their seed, and in nothing else, together; in the order of the first of each. */
export function configurations(summaries: readonly Summary[]): Summary[][] {
  const groups = new Map<string, Summary[]>();
  for (const summary of summaries) {
    const { config } = summary.run;
    const options = Object.entries(config.options)
      .filter(([key]) => !["seed", "out", "resume"].includes(key))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([config.method, options]);
    groups.set(key, [...(groups.get(key) ?? []), summary]);
  }
  // The same seed twice is a repetition, whose runs are compared rather than averaged.
  const isSeeded = (group: readonly Summary[]) =>
    new Set(group.map(({ run }) => run.config.options.seed)).size === group.length;
  return [...groups.values()].flatMap((group) => (isSeeded(group) ? [group] : group.map((summary) => [summary])));
}

/** Mean and sample standard deviation over the members of a group; undefined where one has no value. */
export function spreadOver(
  group: readonly Summary[],
  value: (member: Summary) => number | undefined,
): { mean: number; std: number } | undefined {
  const values = group.flatMap((member) => value(member) ?? []);
  return values.length === group.length ? spread(values) : undefined;
}

/** Mean and sample standard deviation of what the members of a group reached; undefined where one lacks it. */
export function scoreOfGroup(group: readonly Summary[], name: "knn" | "linear"): Score | undefined {
  const scores = group.map((summary) => summary[name]);
  if (scores.some((one) => !one || one.monitoredAt !== undefined)) return undefined;
  const top1 = spread(scores.flatMap((one) => one?.mean.top1 ?? []));
  const top5 = spread(scores.flatMap((one) => one?.mean.top5 ?? []));
  return {
    mean: { top1: top1.mean, top5: top5.mean },
    std: { top1: top1.std, top5: top5.std },
    repetitions: group.length,
    monitoredAt: undefined,
  };
}

/** The share of mixed steps, in per cent. */
export function mixedPercent({ mixedShare }: Pick<Summary, "mixedShare">): string {
  return mixedShare === undefined ? NOTHING : percent(100 * mixedShare);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function score(run: Run, name: "knn" | "linear"): Score | undefined {
  const evaluation = run.evaluations[name];
  if (evaluation) {
    const repetitions = evaluation.runs.length;
    return {
      mean: evaluation.mean,
      std: repetitions > 1 ? evaluation.std : undefined,
      repetitions,
      monitoredAt: undefined,
    };
  }
  const last = run.monitors.filter((line) => line.name === name).at(-1);
  return last && { mean: { top1: last.top1 }, std: undefined, repetitions: 1, monitoredAt: last.epoch };
}

function scoreText({ mean, std }: Score): string {
  // Unbroken, as it stands in running text.
  return `${percentWithSpread(mean.top1, std?.top1)} %`.replaceAll(" ", "\u00a0");
}

/** Mean and sample standard deviation of two values or more. */
export function spread(values: readonly number[]): { mean: number; std: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (values.length - 1)) };
}
