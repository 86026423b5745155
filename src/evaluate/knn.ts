// kNN evaluation: the test images classified by their nearest training images in feature space.
// Wu et al., CVPR 2018, arXiv 1805.01978 ("InstDis"), §3.4.
import type { Dataset } from "../data/dataset.ts";
import { knnClassify, normalize } from "../functional/index.ts";
import { fromTypedArray, permutation, randomKey, scope, type Tensor } from "../tensor/index.ts";
import { topAccuracy } from "./accuracy.ts";
import { type Encode, extractFeatures, type FeatureOptions } from "./features.ts";

export interface KnnEvaluationOptions extends Pick<FeatureOptions, "size" | "recipe"> {
  /** Neighbours that vote. 200: InstDis. */
  k: number;
  /** Temperature of the votes. 0.07: InstDis. */
  temperature: number;
  /** Look at so many training and test images only: for a monitor, where a quick look is enough. */
  sample?: { train: number; test: number };
  onProgress?: (done: number, total: number) => void;
}

export const knnDefaults = { k: 200, temperature: 0.07 };

export interface KnnResult {
  /** Per cent. */
  top1: number;
  top5: number;
  trainImages: number;
  testImages: number;
}

/** Labelled data only: both sets must have labels. */
export async function knnEvaluate(
  train: Dataset,
  test: Dataset,
  encode: Encode,
  options: KnnEvaluationOptions,
): Promise<KnnResult> {
  const chosen = (data: Dataset, count: number | undefined) =>
    permutation(randomKey(0).fold("knn"), data.info.length).slice(0, count ?? data.info.length);
  const trainIds = chosen(train, options.sample?.train);
  const testIds = chosen(test, options.sample?.test);
  const total = trainIds.length + testIds.length;
  const { size, recipe } = options;
  const bank = await extractFeatures(train, encode, {
    size,
    recipe,
    indices: trainIds,
    onProgress: (done) => options.onProgress?.(done, total),
  });
  const queries = await extractFeatures(test, encode, {
    size,
    recipe,
    indices: testIds,
    onProgress: (done) => options.onProgress?.(trainIds.length + done, total),
  });
  const result = scope(() => {
    const { k, temperature } = options;
    const classes = test.info.classes?.length ?? 1 + Math.max(...train.labels!, ...test.labels!);
    const { scores } = knnClassify(normalize(queries), normalize(bank), labelsOf(train, trainIds), {
      classes,
      k,
      temperature,
    }); // [n, C]
    const labels = labelsOf(test, testIds);
    return { top1: topAccuracy(scores, labels, 1), top5: topAccuracy(scores, labels, 5) };
  });
  bank.dispose();
  queries.dispose();
  return { ...result, trainImages: trainIds.length, testImages: testIds.length };
}

/** Labels of the images `ids`, `[n]` int64. */
export function labelsOf(data: Dataset, ids: ArrayLike<number>): Tensor {
  const labels = Array.from(ids, (id) => BigInt(data.labels![id]!));
  return fromTypedArray(BigInt64Array.from(labels), [labels.length]);
}
