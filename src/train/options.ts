// What the training loop is told; a part of the options of `mochi pretrain`.
import type { Precision } from "../tensor/index.ts";

export interface TrainOptions {
  seed: number;
  /** May have a fraction: 0.5 is half the steps of one epoch. */
  epochs: number;
  /** Images per optimiser step. */
  batchSize: number;
  /** Micro-batches per optimiser step; batch-norm statistics are those of each micro-batch. */
  accumulate: number;
  /** Name of the augmentation recipe. */
  recipe: string;
  /** Smallest area of a crop, as a share of the image. */
  cropScale: number;
  imageSize: number;
  /** Sizes of the views over the run: `until` is the share of the steps up to which a size is used. Empty: imageSize. */
  resolutions: readonly { size: number; until: number }[];
  optimizer: "sgd" | "lars";
  lr: number;
  optimizerMomentum: number;
  nesterov: boolean;
  weightDecay: number;
  /** Whether tensors of one dimension (norms, biases) decay too. */
  decayNormsAndBiases: boolean;
  schedule: "cosine" | "step";
  /** Epochs at which `step` divides the rate by ten. */
  milestones: readonly number[];
  /** Epochs of linear warm-up. */
  lrWarmup: number;
  /** Largest norm of the whole gradient; 0: no clipping. */
  clipGradient: number;
  precision: Precision;
  /** Share of broken images above which a run stops, per cent. */
  maxBroken: number;
  checkpointEvery: number;
  /** Steps between lines of metrics. */
  printFrequency: number;
}

export interface Plan {
  stepsPerEpoch: number;
  steps: number;
}

/** How many steps a run has; the last, incomplete batch of an epoch is left out, as MoCo does. */
export function planSteps({ epochs, batchSize }: Pick<TrainOptions, "epochs" | "batchSize">, images: number): Plan {
  const stepsPerEpoch = Math.floor(images / batchSize);
  return { stepsPerEpoch, steps: Math.max(1, Math.round(epochs * stepsPerEpoch)) };
}
