// The interface of a method: views in, loss out. Device, precision, schedule and checkpoints are the loop's.
import { Encoder } from "../nn/encoder.ts";
import type { Module } from "../nn/module.ts";
import type { Architecture, Stem } from "../nn/resnet.ts";
import type { OptionRecord, Values } from "../options/option.ts";
import type { Key, Tensor } from "../tensor/index.ts";

/** Which augmentation makes a view; names of recipes in `augment/recipes.ts`. */
export interface ViewDeclaration {
  recipe: string;
}

/** What a method may know of the model and data before training. */
export interface BuildInput<Options> {
  options: Options;
  encoder: EncoderOptions;
  data: { length: number; classes: number | undefined };
  random: Key;
}

/** The encoder every method starts from. */
export interface EncoderOptions {
  arch: Architecture;
  width: number;
  stem: Stem;
  embeddingSize: number;
  headLayers: number;
  /** Hidden size of the head; 0: the feature size. */
  headHidden: number;
  headBatchNorm: boolean;
}

export interface StepInput<Options, Modules> {
  /** Augmented images by view name, each `[B, 3, H, W]`. */
  views: Record<string, { images: Tensor }>;
  /** `[B]` ids of the images in the data set. */
  ids: Int32Array;
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
  /** `[B, d]` unit rows. */
  query: Tensor;
  /** `[B, 1 + M]`, divided by τ; column 0 is the positive, then real negatives, then synthetic ones. */
  logits: Tensor;
  /** How many of the negatives are real (the rest are synthetic). */
  realNegatives: number;
}

export interface StepResult {
  /** `[]` */
  loss: Tensor;
  /** Named numbers for metrics.jsonl. */
  metrics: Record<string, Tensor | number>;
  /** State changes for when the loss is known to be finite, after the optimiser's step. */
  after?: Deferred;
  contrast?: Contrast;
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
  /** The preset that `mochi methods` recommends. */
  defaultPreset: string;
  options: Options;
  /** Named recipes, one per view, given the run's choice of augmentation. */
  views(input: { recipe: string }): Record<string, ViewDeclaration>;
  /** Everything with state; exactly this is checkpointed. */
  build(input: BuildInput<Values<Options>>): Modules;
  step(input: StepInput<Values<Options>, Modules>): StepResult;
  /** Images `[B, 3, H, W]` → features `[B, D]`, what evaluation reads. */
  features(modules: Modules, images: Tensor): Tensor;
}

/** The encoder that the options describe, freshly initialised. */
export function createEncoder(options: EncoderOptions, bnSplits: number, random: Key): Encoder {
  const { embeddingSize: outputs, headLayers: layers, headHidden: hidden, headBatchNorm: hasBatchNorm } = options;
  return new Encoder({ ...options, bnSplits }, { outputs, layers, hidden, hasBatchNorm }, random);
}

/** Checks a method's types at the place it is written. */
export function defineMethod<Options extends OptionRecord, Modules extends Record<string, Module>>(
  method: Method<Options, Modules>,
): Method<Options, Modules> {
  return method;
}
