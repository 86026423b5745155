// The API of mochi-ssl: exports and nothing else, grouped by what they are for.

// A configuration: the default export of mochi.config.ts, or of a sweep file.

export { defineConfig, defineSweep, type PretrainConfig, type SweepCell, type SweepConfig } from "./config.ts";

// The papers' mathematics, pure functions of tensors; also by themselves as `mochi-ssl/functional`.

export * from "./functional/index.ts";

// Methods, and what a new one is made of.

export { byol } from "./methods/byol.ts";
export { proxyMetric, proxyTop1, withBatchNegatives } from "./methods/contrast.ts";
export { methodByName, methods } from "./methods/index.ts";
export { MemoryBank } from "./methods/memory-bank.ts";
export {
  createEncoder,
  defineMethod,
  type Method,
  type ShownMetric,
  type StepInput,
  type StepResult,
  twoViews,
  type ViewDeclaration,
} from "./methods/method.ts";
export { mochi } from "./methods/mochi.ts";
export { buildMomentumContrast, type MomentumContrastModules, mocoOptions, mocoV2 } from "./methods/moco-v2.ts";
export { Queue } from "./methods/queue.ts";
export { withShuffledBatch } from "./methods/shuffled-batch.ts";
export { simclr } from "./methods/simclr.ts";
export { supervised } from "./methods/supervised.ts";
export { choice, count, inGroup, list, number, text, toggle, type Values } from "./options/index.ts";

// Modules, encoders, heads, optimisers.

export { BatchNorm } from "./nn/batch-norm.ts";
export { Conv2d } from "./nn/conv.ts";
export { Encoder } from "./nn/encoder.ts";
export { Linear } from "./nn/linear.ts";
export { type HeadOptions, ProjectionHead } from "./nn/mlp-head.ts";
export { buffer, Layer, Module, momentumOf, parameter, Sequential } from "./nn/module.ts";
export { type AdamOptions, adam } from "./nn/optim/adam.ts";
export { type LarsOptions, lars } from "./nn/optim/lars.ts";
export { type SgdOptions, sgd } from "./nn/optim/sgd.ts";
export { ResNet, type ResNetOptions } from "./nn/resnet.ts";

// Augmentation of whole batches, and its recipes by name.

export {
  type AugmentOptions,
  augment,
  type Derivation,
  denormalize,
  fourRotations,
  jigsaw,
  lab,
  neighbourPatches,
  patchGrid,
  type Recipe,
  recipeNamed,
  recipes,
  viewsOf,
} from "./augment/index.ts";

// Data sets.

export type { Dataset, DatasetPair, ImageBatch } from "./data/index.ts";
export { cacheFolder, DATA_SPECS, openData, prepareData } from "./data/index.ts";

// Evaluation: features, kNN, linear classification.

export { meanAndDeviation, topAccuracy } from "./evaluate/accuracy.ts";
export {
  type Encode,
  extractFeatures,
  extractLabelled,
  type FeatureOptions,
  inEvaluationMode,
  type LabelledFeatures,
} from "./evaluate/features.ts";
export { type KnnSettings, knnAccuracy, knnDefaults } from "./evaluate/knn.ts";
export { linearOnFeatures, linearOnImages, linearRecipes } from "./evaluate/linear.ts";

// Runs: a folder with its encoder and data, or read without loading a tensor; the report.

export { type OpenedRun, openRun } from "./experiment/open-run.ts";
export type { Progress, Ui } from "./options/index.ts";
export { writeReport } from "./report/index.ts";
export { readRun } from "./run/read.ts";
export type { Run } from "./run/types.ts";

// Tensors: values, scopes, gradients, keyed randomness. `ops` holds the operators; `call` reaches all of libtorch's.

export { backward, gradientOf, gradients, withoutGradient, withPrecision } from "./tensor/autograd.ts";
export { call } from "./tensor/call.ts";
export { buildInfo, setThreads } from "./tensor/native.ts";
export * as ops from "./tensor/ops.generated.ts";
export { type Key, normal, permutation, randomKey, uniform } from "./tensor/random.ts";
export { type DType, fromTypedArray, keep, memoryUse, type Shape, scope, Tensor, tensor } from "./tensor/tensor.ts";

// Errors, and their lines as the command line prints them.

export { formatError, InternalError, InterruptedError, MochiError, UsageError } from "./errors.ts";
