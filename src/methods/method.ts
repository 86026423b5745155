// The interface of a method: views in, loss out. Device, precision, schedule and checkpoints are the loop's.
import { type CropDeclaration, recipePair, type View, type ViewDeclaration } from "../augment/index.ts";
import { Encoder } from "../nn/encoder.ts";
import type { OutputNorm } from "../nn/mlp-head.ts";
import type { Module } from "../nn/module.ts";
import type { Architecture, Stem } from "../nn/resnet.ts";
import type { OptionRecord, Values } from "../options/option.ts";
import type { Key, Tensor } from "../tensor/index.ts";

export type { View, ViewDeclaration } from "../augment/index.ts";

/** What a method may know of the model and data before training. */
export interface BuildInput<Options> {
  options: Options;
  encoder: EncoderOptions;
  data: { length: number; classes: number | undefined };
  random: Key;
}

/** What a method asks of the data set; a run without it is refused. */
export interface MethodNeeds {
  /** A class for every image. */
  labels?: true;
  /** Frames that follow one another in each item, one below the other in its picture. */
  frames?: number;
}

/** A metric of a method that is worth a place in the progress line and a chart in the report. */
export interface ShownMetric {
  /** Its name among the step's metrics. */
  name: string;
  /** In the progress line. */
  label: string;
  /** Over its chart. */
  title: string;
  /** One sentence under its chart. */
  meaning: string;
  /** True for shares of 1, which are shown in per cent. */
  isShare: boolean;
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
  /** Colour channels of the input; 3 unless a method gives another number. */
  channels?: number;
  /** Batch norm behind the head's last layer, with or without a scale and shift of its own; none unless a method asks. */
  headOutputNorm?: OutputNorm;
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
  /** Changes to gradients once all are there, before they are clipped and used: layers that stay frozen for a while. */
  beforeUpdate?: () => void;
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
  /** What `features` is given, where it is something else than the plain image: other channels, one of several frames. */
  evaluationView?: Omit<CropDeclaration, "recipe" | "count">;
}

/** The encoder that the options describe, freshly initialised. */
export function createEncoder(options: EncoderOptions, bnSplits: number, random: Key): Encoder {
  const { embeddingSize: outputs, headLayers: layers, headHidden: hidden, headBatchNorm: hasBatchNorm } = options;
  const { channels, headOutputNorm: outputNorm } = options;
  return new Encoder({ ...options, bnSplits, channels }, { outputs, layers, hidden, hasBatchNorm, outputNorm }, random);
}

/** Two views of every image by the run's recipe, which may have another one for the second. */
export function twoViews<First extends string, Second extends string>(
  recipe: string,
  first: First,
  second: Second,
): Record<First | Second, ViewDeclaration> {
  const [one, other] = recipePair(recipe);
  return { [first]: { recipe: one }, [second]: { recipe: other } } as Record<First | Second, ViewDeclaration>;
}

/** Checks a method's types at the place it is written. */
export function defineMethod<Options extends OptionRecord, Modules extends Record<string, Module>>(
  method: Method<Options, Modules>,
): Method<Options, Modules> {
  return method;
}
