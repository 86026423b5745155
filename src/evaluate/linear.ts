// Linear classification on frozen features: how much of the classes a linear map can read off the encoder.
// Published recipe: He et al., CVPR 2020, arXiv 1911.05722 ("MoCo"), §4.1 and main_lincls.py.
import type { CropDeclaration } from "../augment/index.ts";
import type { Dataset } from "../data/dataset.ts";
import { cosineSchedule, stepSchedule } from "../functional/index.ts";
import { ZeroLinear } from "../nn/linear.ts";
import { sgd } from "../nn/optim/sgd.ts";
import {
  backward,
  clamp,
  clearGradients,
  crossEntropy,
  div,
  indexSelect,
  type Key,
  mean,
  narrow,
  permutationTensor,
  scope,
  sqrt,
  sub,
  type Tensor,
  variance,
  withoutGradient,
} from "../tensor/index.ts";
import { topAccuracy } from "./accuracy.ts";
import { type Encode, extractFeatures, type LabelledFeatures } from "./features.ts";

export interface LinearOptions {
  epochs: number;
  batchSize: number;
  lr: number;
  weightDecay: number;
}

// `cached`: features computed once, without augmentation, standardised; `published`: new crops and flips every epoch.
// Cached: chosen on 5,000 held-out training images of CIFAR-10. Published: MoCo's main_lincls.py for ImageNet.
export const linearRecipes = {
  cached: { epochs: 60, batchSize: 256, lr: 0.1, weightDecay: 0 },
  published: { epochs: 100, batchSize: 256, lr: 30, weightDecay: 0 },
} as const;

export interface LinearResult {
  /** Per cent, after the last epoch. */
  top1: number;
  top5: number;
}

export interface LinearProgress {
  epoch: number;
  epochs: number;
  loss: number;
  top1: number;
}

/** Zero mean and unit deviation over the training set, the test set moved alike. Frees nothing; outside every scope. */
export function standardise(features: LabelledFeatures): Pick<LabelledFeatures, "train" | "test"> {
  return scope(() => {
    const centre = mean(features.train, [0], true); // [1, D]
    const deviation = clamp(sqrt(variance(features.train, [0], false, true)), 1e-6); // [1, D]
    const moved = (x: Tensor) => div(sub(x, centre), deviation);
    return { train: moved(features.train), test: moved(features.test) };
  });
}

interface Training {
  /** `[n, D]` features of one epoch; disposed after it unless they are cached. */
  featuresOf(epoch: number): Promise<Tensor>;
  labels: Tensor;
  test: Tensor;
  testLabels: Tensor;
  classes: number;
  options: LinearOptions;
  /** The rate of a step, counted over all epochs. */
  learningRate(step: number, stepsPerEpoch: number): number;
  key: Key;
  onEpoch?: ((progress: LinearProgress) => void) | undefined;
}

/** Trains a linear classifier on cached features and tests it after the last epoch. */
export async function linearOnFeatures(
  features: LabelledFeatures,
  { classes, options, key, onEpoch }: Pick<Training, "classes" | "options" | "key" | "onEpoch">,
): Promise<LinearResult> {
  const { train, test } = standardise(features);
  const result = await trainClassifier({
    featuresOf: async () => train,
    labels: features.trainLabels,
    test,
    testLabels: features.testLabels,
    learningRate: (step, stepsPerEpoch) =>
      cosineSchedule(step, { base: options.lr, warmup: 0, total: stepsPerEpoch * options.epochs }),
    classes,
    options,
    key,
    onEpoch,
  });
  train.dispose();
  test.dispose();
  return result;
}

/**
 * The published recipe: each epoch sees new crops of the whole images, and flips; the rate falls tenfold at 60 % and 80 %
 * of the epochs.
 * @param features of the images as they are: the test set and the labels are taken from here
 */
export async function linearOnImages(
  features: LabelledFeatures,
  { data, encode, size, view }: { data: Dataset; encode: Encode; size: number; view: CropDeclaration },
  { classes, options, key, onEpoch }: Pick<Training, "classes" | "options" | "key" | "onEpoch">,
): Promise<LinearResult> {
  let previous: Tensor | undefined;
  const result = await trainClassifier({
    featuresOf: async (epoch) => {
      previous?.dispose();
      previous = await extractFeatures(data, encode, { size, view, key: key.fold("augment").fold(epoch) });
      return previous;
    },
    labels: features.trainLabels,
    test: features.test,
    testLabels: features.testLabels,
    learningRate: (step, stepsPerEpoch) => {
      const milestones = [0.6, 0.8].map((share) => Math.round(share * options.epochs) * stepsPerEpoch);
      return stepSchedule(step, { base: options.lr, milestones, warmup: 0 });
    },
    classes,
    options,
    key,
    onEpoch,
  });
  previous?.dispose();
  return result;
}

async function trainClassifier(training: Training): Promise<LinearResult> {
  const { featuresOf, labels, test, testLabels, classes, options, learningRate, key, onEpoch } = training;
  const classifier = new ZeroLinear(test.length(1), classes);
  const parameters = classifier.parameters();
  const optimizer = sgd(parameters, { momentum: 0.9, weightDecay: options.weightDecay });
  const images = labels.length(0);
  const stepsPerEpoch = Math.ceil(images / options.batchSize);
  const accuracy = (k: number) =>
    scope(() => withoutGradient(() => topAccuracy(classifier.forward(test), testLabels, k)));
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const features = await featuresOf(epoch);
    const loss = scope(() => {
      const order = permutationTensor(key.fold("order").fold(epoch), images);
      let sum = 0;
      for (let step = 0; step < stepsPerEpoch; step++) {
        const start = step * options.batchSize;
        const rows = narrow(order, 0, start, Math.min(options.batchSize, images - start));
        sum += scope(() => {
          clearGradients(parameters.values());
          const logits = classifier.forward(indexSelect(features, 0, rows)); // [B, C]
          const batchLoss = crossEntropy(logits, indexSelect(labels, 0, rows));
          backward(batchLoss);
          optimizer.step(learningRate(epoch * stepsPerEpoch + step, stepsPerEpoch));
          return batchLoss.item();
        });
      }
      return sum / stepsPerEpoch;
    });
    onEpoch?.({ epoch: epoch + 1, epochs: options.epochs, loss, top1: accuracy(1) });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { top1: accuracy(1), top5: accuracy(5) };
}
