// The cells of the reproduction: which runs the claims need, and what sets each apart from the baseline.
import type { PretrainConfig } from "../../presets/preset.ts";
import { quickstart } from "../../presets/quickstart.ts";

/** K of the talk, and the largest N that it allows: a sixteenth. */
export const queueSize = 16_384;
export const hardest = queueSize / 16;

/** Cells of one kind train at one rate. */
export const kinds = ["supervised", "moco", "mochi", "moco-oracle", "mochi-oracle", "simclr-32", "simclr-128"] as const;
export type Kind = (typeof kinds)[number];

export interface GridCell {
  readonly name: string;
  readonly kind: Kind;
  /** What it is there for. */
  readonly purpose: string;
  /** Epochs, in lengths of the baseline. */
  readonly length: number;
  /** Whether it has as many seeds as the comparison that is hardest to decide. */
  readonly isMain: boolean;
  readonly values: PretrainConfig;
}

/** The (N, s, s′) beside the main one. */
const configurations = [
  [1024, 0, 512],
  [1024, 512, 0],
  [1024, 512, 256],
  [512, 1024, 512],
  [256, 512, 256],
] as const;
const main = [hardest, 1024, 128] as const;

export const configurationCells = configurations.map((configuration) => `mochi-${configuration.join("-")}`);

const plain = { length: 1, isMain: false } as const;

export const grid: readonly GridCell[] = [
  { ...plain, name: "moco-v2", kind: "moco", purpose: "baseline", isMain: true, values: moco() },
  {
    ...plain,
    name: "mochi",
    kind: "mochi",
    purpose: `MoCHi ${written(main)}`,
    isMain: true,
    values: mixing(main),
  },
  ...configurations.map(
    (configuration, place): GridCell => ({
      ...plain,
      name: configurationCells[place]!,
      kind: "mochi",
      purpose: `MoCHi ${written(configuration)}`,
      values: mixing(configuration),
    }),
  ),
  {
    ...plain,
    name: "supervised",
    kind: "supervised",
    purpose: "told the classes",
    // The views of the supervised preset.
    values: { method: "supervised", recipe: "crop", cropScale: 0.4 },
  },
  { ...plain, name: "moco-v2-oracle", kind: "moco-oracle", purpose: "no false negatives", values: moco("-oracle") },
  {
    ...plain,
    name: "mochi-oracle",
    kind: "mochi-oracle",
    purpose: "no false negatives, real or mixed",
    values: { ...mixing(main), method: "mochi-oracle" },
  },
  { ...plain, name: "moco-v2-long", kind: "moco", purpose: "twice the epochs", length: 2, values: moco() },
  { ...plain, name: "mochi-long", kind: "mochi", purpose: "twice the epochs", length: 2, values: mixing(main) },
  {
    ...plain,
    name: "moco-v2-t-0.07",
    kind: "moco",
    purpose: "temperature 0.07 instead of 0.2",
    values: { ...moco(), temperature: 0.07 },
  },
  {
    ...plain,
    name: "moco-v2-k-1024",
    kind: "moco",
    purpose: "a sixteenth of the memory",
    values: { ...moco(), queueSize: 1024 },
  },
  // A quarter of the epochs in batches of a quarter: the same number of steps, since an encoder that is trained less has a harder
  // task whatever its batch.
  { ...plain, name: "simclr-b-32", kind: "simclr-32", purpose: "batches of 32", length: 1 / 4, values: simclr(32) },
  { ...plain, name: "simclr-b-128", kind: "simclr-128", purpose: "batches of 128, as many steps", values: simclr(128) },
];

/** The kNN monitor looks so often, in equal distances. */
export const curvePoints = 8;

/** All options of a cell, for a baseline of `epochs` at `width`, on views of `imageSize` pixels. */
export function cellValues(
  { values, length }: GridCell,
  { data, width, epochs, imageSize }: { data: string; width: number; epochs: number; imageSize: number },
): PretrainConfig {
  const whole = length * epochs;
  const isMixing = values.hardest !== undefined;
  return {
    // Its encoder, head, optimiser and views; the dial and the growing views are not taken over.
    preset: quickstart().preset,
    minutes: 0,
    resolutions: [],
    data,
    width,
    imageSize,
    epochs: round(whole),
    lrWarmup: round(whole / 20),
    ...values,
    // A tenth; ours. The authors wait for 10 epochs on ImageNet-100.
    ...(isMixing && { mixingWarmup: round(whole / 10) }),
    knnEvery: round(whole / curvePoints),
    printFrequency: 20,
  };
}

// As in the talk: negatives from the memory alone.
function moco(suffix: "" | "-oracle" = ""): PretrainConfig {
  return { method: `moco-v2${suffix}`, queueSize, temperature: 0.2, inBatchNegatives: false };
}

function mixing([N, s, withQuery]: readonly [number, number, number]): PretrainConfig {
  return { ...moco(), method: "mochi", hardest: N, synthetic: s, syntheticWithQuery: withQuery };
}

function simclr(batchSize: number): PretrainConfig {
  return { method: "simclr", batchSize, temperature: 0.5 };
}

function written(configuration: readonly number[]): string {
  return `(${configuration.join(", ")})`;
}

// Four digits behind the point, so that steps come out as planned and folders can be read.
function round(value: number): number {
  return Number(value.toFixed(4));
}
