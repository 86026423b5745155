// Features of a whole data set by a frozen encoder, in evaluation mode and without gradient.
import type { CropDeclaration } from "../augment/index.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Module } from "../nn/module.ts";
import { copy_, indicesOf, narrow, randomKey, scope, type Tensor, withoutGradient, zeros } from "../tensor/index.ts";
import { makeViews, readForViews } from "../train/batches.ts";

/** Images `[B, 3, H, W]` → features `[B, D]`. */
export type Encode = (images: Tensor) => Tensor;

// The usual training batch: a convolution prepared for one more batch size keeps memory of its own (40 MB for sizes 128, 80
// and 16 of a narrow ResNet-18), and no slower than 500.
const imagesAtOnce = 256;

export interface FeatureOptions {
  /** Side of the images in pixels. */
  size: number;
  /** Which images; all unless given. */
  indices?: Int32Array;
  /** How images become inputs; must be normalised as in training. */
  view: CropDeclaration;
  /** Key of the draws of the view's recipe. */
  key?: ReturnType<typeof randomKey>;
  batchSize?: number;
  onProgress?: (done: number, total: number) => void;
}

/** @returns `[n, D]` float32, outside every scope: `dispose()` it. */
export async function extractFeatures(data: Dataset, encode: Encode, options: FeatureOptions): Promise<Tensor> {
  const { size, view, key = randomKey(0), batchSize = imagesAtOnce, onProgress } = options;
  const { indices = allOf(data) } = options;
  // Filled part by part, so that the features never exist twice.
  let all: Tensor | undefined; // [n, D]
  for (let start = 0; start < indices.length; start += batchSize) {
    const ids = indices.slice(start, start + batchSize);
    const input = { ids, declared: { view }, size, key };
    const batch = await readForViews(data, input);
    const part = scope(() => withoutGradient(() => encode(makeViews({ ...input, batch }).view!.images))); // [B, D]
    all ??= zeros([indices.length, part.length(1)], { device: part.device });
    const rows = narrow(all, 0, start, ids.length);
    withoutGradient(() => copy_(rows, part));
    rows.dispose();
    part.dispose();
    onProgress?.(start + ids.length, indices.length);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return all ?? zeros([0, 0]);
}

/** Features of a training and a test set with their labels. */
export interface LabelledFeatures {
  /** `[n, D]` */
  train: Tensor;
  /** `[n′, D]` */
  test: Tensor;
  /** `[n]` int64 */
  trainLabels: Tensor;
  testLabels: Tensor;
}

/** Features of both sets, made once for every evaluation that reads them; `disposeFeatures()` frees them. */
export async function extractLabelled(
  { train, test }: { train: Dataset; test: Dataset },
  encode: Encode,
  {
    onProgress,
    ...options
  }: Pick<FeatureOptions, "size" | "view" | "onProgress"> & { trainIds?: Int32Array; testIds?: Int32Array },
): Promise<LabelledFeatures> {
  const { size, view, trainIds = allOf(train), testIds = allOf(test) } = options;
  const total = trainIds.length + testIds.length;
  const extract = (data: Dataset, indices: Int32Array, before: number) =>
    extractFeatures(data, encode, { size, view, indices, onProgress: (done) => onProgress?.(before + done, total) });
  return {
    train: await extract(train, trainIds, 0),
    test: await extract(test, testIds, trainIds.length),
    trainLabels: labelsOf(train, trainIds),
    testLabels: labelsOf(test, testIds),
  };
}

export function disposeFeatures(features: LabelledFeatures): void {
  for (const tensor of Object.values(features) as Tensor[]) tensor.dispose();
}

/** Labels of the images `ids`, `[n]` int64. */
function labelsOf(data: Dataset, ids: ArrayLike<number>): Tensor {
  return indicesOf(Array.from(ids, (id) => data.labels![id]!));
}

function allOf(data: Dataset): Int32Array {
  return Int32Array.from({ length: data.info.length }, (_, index) => index);
}

/** Runs `body` with the modules in evaluation mode and puts them back into the mode they were in. */
export async function inEvaluationMode<Result>(
  modules: Record<string, Module>,
  body: () => Promise<Result>,
): Promise<Result> {
  const before = Object.values(modules).map((module) => module.isTraining);
  for (const module of Object.values(modules)) module.eval();
  try {
    return await body();
  } finally {
    for (const [index, module] of Object.values(modules).entries()) module.train(before[index]);
  }
}
