// What the files of a run folder hold: the types its writers and readers share.
import type { Analyses, ContrastMetrics } from "./analyses.ts";
import type { RunState } from "./run-folder.ts";

export type * from "./analyses.ts";
export type { RunState, RunStatus } from "./run-folder.ts";

/** Where an option's value came from; `derived` values are explained in the notes. */
export type OptionSource = "default" | "preset" | "config" | "flag" | "derived";

/** config.json */
export interface RunConfig {
  /** Version of Mochi. */
  mochi: string;
  /** Git commit of the code, null outside a clone. */
  commit: string | null;
  /** The command with every flag that is needed to repeat the run. */
  command: string;
  method: string;
  preset: string;
  options: Readonly<Record<string, unknown>>;
  sources: Readonly<Record<string, OptionSource>>;
  /** One line per derived choice, with its reason. */
  notes: readonly string[];
  /** Metrics of the steps that the method shows; absent in runs of earlier versions. */
  shows?: readonly ShownMetric[];
}

/** How a metric of the steps is drawn. */
export interface ShownMetric {
  /** Its name in metrics.jsonl. */
  name: string;
  title: string;
  /** One sentence. */
  meaning: string;
  /** True for shares of 1, which are shown in per cent. */
  isShare: boolean;
}

/** environment.json */
export interface RunEnvironment {
  node: string;
  platform: string;
  cpu: string;
  cores: number;
  threads: number;
  libtorch: { version: string; path: string };
  precision: string;
  precisionReason: string;
  device: string;
  memoryGiB: number;
  /** ISO 8601. */
  startedAt: string;
}

/** A line of metrics.jsonl every few steps; methods add numbers of their own. */
export interface StepMetrics {
  kind: "step";
  step: number;
  epoch: number;
  loss: number;
  /** Share of queries whose positive outranks all negatives, 0–1. */
  proxyTop1?: number;
  learningRate: number;
  imagesPerSecond?: number;
  /** Side of the square views, pixels. */
  resolution?: number;
  /** Whether synthetic negatives took part in this step. */
  mixing?: boolean;
  /** Images found broken so far, in this sitting. */
  brokenImages?: number;
  /** Seconds of training since the run began. */
  seconds: number;
}

/** A line of metrics.jsonl whenever a monitor evaluates. */
export interface EvaluationMetrics {
  kind: "evaluation";
  name: string;
  step: number;
  /** Epochs trained, also between whole ones. */
  epoch: number;
  /** Per cent. */
  top1: number;
  /** What was looked at, where it was a sample. */
  trainImages?: number;
  testImages?: number;
  seconds?: number;
}

/** A line of metrics.jsonl whenever the watch for collapse looks at the features of a probe. */
export interface SpreadMetrics {
  kind: "evaluation";
  name: "collapse";
  step: number;
  epoch: number;
  /** Directions that the features use about their mean. */
  effectiveRank: number;
  /** Mean deviation of the unit features, times √d. */
  deviation: number;
  /** 1 where the features count as collapsed. */
  collapsed: number;
}

/** A line of metrics.jsonl per epoch of the linear classifier. */
export interface LinearMetrics {
  kind: "linear";
  epoch: number;
  loss: number;
  /** Per cent. */
  top1: number;
}

export type Metrics = StepMetrics | ContrastMetrics | EvaluationMetrics | SpreadMetrics | LinearMetrics;

/** Accuracies in per cent. */
export interface Accuracy {
  top1: number;
  top5: number;
}

/** evaluations/<name>.json; accuracies are means over `runs`. */
export interface Evaluation extends Accuracy {
  name: string;
  /** One entry per repetition; a single one where nothing was repeated. */
  runs: readonly Accuracy[];
  mean: Accuracy;
  /** Sample standard deviation over `runs`, 0 for a single one. */
  std: Accuracy;
  command: string;
  options: Readonly<Record<string, unknown>>;
  /** Wall-clock seconds of the whole evaluation. */
  seconds: number;
}

/** An entry of skipped.json: an image that was passed over, in any sitting of the run. */
export interface PassedOver {
  path: string;
  reason: string;
}

/** pictures/<name>.json, beside a PNG of rows × columns square cells without gaps. */
export interface PictureGrid {
  title: string;
  caption: string;
  rows: number;
  /** In views: query, key, query, key, …; in neighbours: the test image, then its nearest training images. */
  columns: number;
  /** Side of a cell, pixels of the PNG. */
  cell: number;
  /** Class name of each cell, row by row. */
  classes?: readonly (readonly string[])[];
}

/** A picture and what is in it; the grid is missing where its sidecar is. */
export interface Picture {
  png: Uint8Array;
  grid: PictureGrid | undefined;
}

/** Everything a run folder holds, as far as it is there. */
export interface Run {
  /** The folder as it was named. */
  path: string;
  config: RunConfig;
  environment: RunEnvironment | undefined;
  state: RunState | undefined;
  steps: readonly StepMetrics[];
  /** Evaluations during training, in order. */
  monitors: readonly EvaluationMetrics[];
  /** What the watch for collapse saw. */
  spreads: readonly SpreadMetrics[];
  /** evaluations/*.json by name. */
  evaluations: Readonly<Record<string, Evaluation>>;
  /** Looks at the logits during training. */
  contrasts: readonly ContrastMetrics[];
  /** analyses/*.json by name, and their pictures, analyses/*.png. */
  analyses: Analyses;
  sprites: Readonly<Record<string, Uint8Array>>;
  /** pictures/*.png by name. */
  pictures: Readonly<Record<string, Picture>>;
  /** Images that were passed over, in all sittings. */
  skipped: readonly PassedOver[];
  /** Files that are there but could not be read, each with the reason. */
  damage: readonly string[];
}
