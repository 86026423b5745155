// The numbers a run is judged by, with where each comes from.
import type { Accuracy, Run } from "../run/types.ts";
import { count, duration, folderName, NOTHING, percent } from "./format.ts";

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

/** The run in one sentence: what it reached, after how much work. */
export function resultLine(summary: Summary): string {
  const { knn, linear, trainSeconds, imagesPerSecond, run } = summary;
  const scores = [
    knn && `kNN top-1 ${percent(knn.mean.top1)} %${knn.monitoredAt === undefined ? "" : " (monitor)"}`,
    linear && `linear top-1 ${percent(linear.mean.top1)} %`,
  ].filter(Boolean);
  const epochs = run.state?.epoch;
  const work = [
    epochs !== undefined && `${count(epochs)} ${epochs === 1 ? "epoch" : "epochs"}`,
    trainSeconds !== undefined && `${duration(trainSeconds)} of training`,
    imagesPerSecond !== undefined && `${count(imagesPerSecond)} images/s`,
  ].filter(Boolean);
  const reached = scores.length > 0 ? scores.join(" and ") : "Not evaluated yet";
  return `${reached}${work.length > 0 ? ` after ${work.join(", ")}` : ""}.`;
}

/** Runs that differ in nothing but their seed, each group with two members or more. */
export function seedGroups(summaries: readonly Summary[]): Summary[][] {
  const groups = new Map<string, Summary[]>();
  for (const summary of summaries) {
    const { config } = summary.run;
    const options = Object.entries(config.options)
      .filter(([key]) => !["seed", "out", "resume"].includes(key))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([config.method, options]);
    groups.set(key, [...(groups.get(key) ?? []), summary]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
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

/** `mixing in 85.71 % of the steps`, as a bare percentage. */
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
    return { mean: evaluation.mean, std: repetitions > 1 ? evaluation.std : undefined, repetitions, monitoredAt: undefined };
  }
  const last = run.monitors.filter((line) => line.name === name).at(-1);
  return last && { mean: { top1: last.top1 }, std: undefined, repetitions: 1, monitoredAt: last.epoch };
}

function spread(values: readonly number[]): { mean: number; std: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (values.length - 1)) };
}
