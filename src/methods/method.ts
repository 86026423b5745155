// The interface of a method: views in, loss out. Device, precision, schedule and checkpoints are the loop's.
import type { CropDeclaration, View, ViewDeclaration } from "../augment/index.ts";
import type { MixedParents } from "../functional/mixing-parents.ts";
import type { Module } from "../nn/module.ts";
import type { OptionRecord, Values } from "../options/option.ts";
import type { Key, Tensor } from "../tensor/index.ts";
import type { EncoderOptions } from "./encoder.ts";
import type { HeldOutTask } from "./held-out-task.ts";
import type { MethodNeeds } from "./requirements.ts";
import type { ShownMetric } from "./shown-metric.ts";

export type { View, ViewDeclaration } from "../augment/index.ts";
export { createEncoder, type EncoderOptions } from "./encoder.ts";
export type { ShownMetric } from "./shown-metric.ts";
export { twoViews } from "./two-views.ts";

/** What a method may know of the model and data before training. */
export interface BuildInput<Options> {
  options: Options;
  encoder: EncoderOptions;
  data: { length: number; classes: number | undefined };
  random: Key;
}

export interface StepInput<Options, Modules> {
  /** Views by name; images `[B, 3, H, W]` unless the declaration makes something else of them. */
  views: Record<string, View>;
  /** `[B]` ids of the images in the data set. */
  ids: Int32Array;
  /** `[B]` int64 classes of the images, where the method needs labels. */
  labels?: Tensor | undefined;
  modules: Modules;
  options: Options;
  progress: Progress;
  /** Key of this step; the same for the same seed and step. */
  random: Key;
}

export interface Progress {
  /** Optimiser steps done. */
  step: number;
  steps: number;
  /** Epochs done, with fractions. */
  epoch: number;
  epochs: number;
}

/** What monitors may read of a step; all detached. */
export interface Contrast {
  /** `[B, 1 + M]`, divided by τ; column 0 is the positive, then real negatives, then synthetic ones; −∞ is none at all. */
  logits: Tensor;
  /** How many of the negatives are real (the rest are synthetic). */
  realNegatives: number;
  /** `[B, R]`: the real ones where an oracle discarded some of them, as they would be without it. */
  undiscarded?: Tensor;
  /** `[B]`: the image of each query. */
  queryIds?: ArrayLike<number>;
  /** The images of the real negatives, part after part in their order; −1 where a key is of no image. */
  negativeIds?: readonly (Tensor | ArrayLike<number>)[];
  /** Whom the synthetic negatives were mixed from, as columns of the real ones: first the pairs, then those with the query. */
  mixed?: MixedParents | undefined;
}

export interface StepResult {
  /** `[]` */
  loss: Tensor;
  /** Named numbers for metrics.jsonl. */
  metrics: Record<string, Tensor | number>;
  /** Changes to gradients once all are there, before they are clipped and used: layers that stay frozen for a while. */
  beforeUpdate?: () => void;
  /** State changes for when the loss is known to be finite, after the optimiser's step. */
  after?: Deferred;
  /** Called within the step, on the few steps that a monitor looks at. */
  contrast?: () => Contrast;
  /** Whether synthetic negatives took part. */
  isMixing?: boolean;
}

/** Work put off to the end of the step, with the tensors it still needs then. */
export interface Deferred {
  needs: readonly Tensor[];
  run: () => void;
}

export interface Method<
  Options extends OptionRecord = OptionRecord,
  Modules extends Record<string, Module> = Record<string, Module>,
> {
  name: string;
  /** One line for lists. */
  summary: string;
  /** Paper, venue, arXiv id. */
  source: string;
  /** The preset that a run of the method starts from where none is named; it fits CIFAR-10 on a small machine. */
  defaultPreset: string;
  options: Options;
  needs?: MethodNeeds;
  /** Which of the step's metrics are shown while it trains, and drawn afterwards. */
  shows: readonly ShownMetric[];
  /** What each view is, given the run's choice of augmentation. */
  views(input: { recipe: string; options: Values<Options> }): Record<string, ViewDeclaration>;
  /** Everything with state; exactly this is checkpointed. */
  build(input: BuildInput<Values<Options>>): Modules;
  step(input: StepInput<Values<Options>, Modules>): StepResult;
  /** Images `[B, 3, H, W]` → features `[B, D]`, what evaluation reads. */
  features(modules: Modules, images: Tensor): Tensor;
  /** What `features` is given, where that is not the plain image: other channels, a frame; …For where options decide it. */
  evaluationView?: Omit<CropDeclaration, "recipe" | "count">;
  evaluationViewFor?(options: Values<Options>): Method["evaluationView"];
  /** Where the data has items held out, the share of the proxy task's answers that are right there is recorded. */
  heldOut?: HeldOutTask<Values<Options>, Modules>;
}

/** Checks a method's types at the place it is written. */
export function defineMethod<Options extends OptionRecord, Modules extends Record<string, Module>>(
  method: Method<Options, Modules>,
): Method<Options, Modules> {
  return method;
}
