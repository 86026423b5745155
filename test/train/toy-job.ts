// A training job small enough for tests: 24 images of 8 px, an encoder of two channels, a queue of 32 keys.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Dataset } from "../../src/data/dataset.ts";
import { memoryDataset } from "../../src/data/memory-dataset.ts";
import { methodByName } from "../../src/methods/index.ts";
import type { EncoderOptions } from "../../src/methods/method.ts";
import { loadCheckpoint } from "../../src/run/checkpoint.ts";
import { RunFolder } from "../../src/run/run-folder.ts";
import { randomKey, type Tensor, uniformRows } from "../../src/tensor/index.ts";
import type { TrainingJob } from "../../src/train/loop.ts";
import type { TrainOptions } from "../../src/train/options.ts";

export const toyOptions: TrainOptions = {
  seed: 5,
  epochs: 3,
  batchSize: 8,
  accumulate: 1,
  recipe: "moco-v2-small",
  cropScale: 0.3,
  imageSize: 8,
  resolutions: [],
  optimizer: "sgd",
  lr: 0.05,
  optimizerMomentum: 0.9,
  nesterov: false,
  weightDecay: 5e-4,
  decayNormsAndBiases: true,
  schedule: "cosine",
  milestones: [],
  lrWarmup: 0.5,
  clipGradient: 0,
  maxBroken: 1,
  precision: "fp32",
  checkpointEvery: 1,
  printFrequency: 1,
};

export const toyEncoder: EncoderOptions = {
  arch: "resnet10",
  width: 2,
  stem: "cifar",
  embeddingSize: 8,
  headLayers: 2,
  headHidden: 0,
  headBatchNorm: false,
};

export const toyMethodOptions = {
  queueSize: 32,
  temperature: 0.2,
  encoderMomentum: 0.9,
  bnSplits: 2,
  inBatchNegatives: false,
  hardest: 8,
  synthetic: 6,
  syntheticWithQuery: 3,
  mixingWarmup: 0.5,
  prototypes: 12,
  frozenEpochs: 0,
};

/** With `frames`, each item is a strip of so many images. */
export function toyImages(length = 24, frames = 1): Dataset {
  const images = Uint8Array.from(
    uniformRows(
      randomKey(3),
      Array.from({ length }, (_, id) => id),
      8 * frames * 8 * 3,
    ),
    (draw) => Math.floor(draw * 256),
  );
  const classes = ["dog", "cat"];
  const whole = memoryDataset({
    name: "toy",
    images,
    labels: Int32Array.from({ length }, (_, image) => image % classes.length),
    height: 8 * frames,
    width: 8,
    classes,
  });
  return frames === 1 ? whole : { ...whole, info: { ...whole.info, frames } };
}

export interface ToyChoices extends Partial<Omit<TrainingJob, "options">> {
  options?: Partial<TrainOptions>;
  /** Another one starts from other weights and another queue. */
  buildSeed?: number;
}

/** MoCHi unless another method is given, in the run folder `path`. */
export function toyJob(path: string, { options, buildSeed = 1, ...choices }: ToyChoices = {}): TrainingJob {
  const run = new RunFolder(path);
  run.create();
  const method = choices.method ?? methodByName("mochi");
  const data = choices.data ?? toyImages();
  const methodOptions = choices.methodOptions ?? toyMethodOptions;
  const modules =
    choices.modules ??
    method.build({
      options: methodOptions,
      encoder: toyEncoder,
      data: { length: data.info.length, classes: data.info.classes?.length },
      random: randomKey(buildSeed),
    });
  return {
    monitors: [],
    ui: { info() {}, warn() {}, progress() {} },
    isInterrupted: () => false,
    ...choices,
    method,
    methodOptions,
    modules,
    data,
    options: { ...toyOptions, ...options },
    run,
  };
}

/** The tensors of the newest checkpoint, each as a digest of its bytes, and what it says of itself but for times. */
export function savedRun(job: TrainingJob) {
  const { content, info, warnings } = loadCheckpoint(job.run.checkpoints);
  const tensors = Object.fromEntries([...content.tensors].map(([name, { values }]) => [name, digest(values)]));
  const { trainSeconds: _, ...rest } = info;
  return { tensors, info: rest, warnings };
}

export function digests(state: ReadonlyMap<string, Tensor>): Record<string, string> {
  return Object.fromEntries([...state].map(([name, value]) => [name, digest(value.toTypedArray())]));
}

/** The lines of metrics.jsonl, without times and rates. */
export function metricsOf(job: TrainingJob): Record<string, unknown>[] {
  const lines = readFileSync(job.run.metricsFile, "utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const { seconds: _, imagesPerSecond: __, ...rest } = JSON.parse(line) as Record<string, unknown>;
    return rest;
  });
}

function digest(values: ArrayBufferView): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}
