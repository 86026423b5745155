// kNN evaluation: the test images classified by their nearest training images in feature space.
// Wu et al., CVPR 2018, arXiv 1805.01978 ("InstDis"), §3.4.
import { knnClassify, normalize } from "../functional/index.ts";
import { scope } from "../tensor/index.ts";
import { topAccuracy } from "./accuracy.ts";
import type { LabelledFeatures } from "./features.ts";

export interface KnnSettings {
  /** Neighbours that vote. */
  k: number;
  /** Temperature of the votes. */
  temperature: number;
}

// InstDis §3.4, which the field has kept.
export const knnDefaults: KnnSettings = { k: 200, temperature: 0.07 };

/** Accuracies in per cent on the test features, by cosine similarity to the training features. */
export function knnAccuracy(
  features: LabelledFeatures,
  classes: number,
  settings: KnnSettings = knnDefaults,
): { top1: number; top5: number } {
  const { train, test, trainLabels, testLabels } = features;
  return scope(() => {
    const { scores } = knnClassify(normalize(test), normalize(train), trainLabels, { classes, ...settings }); // [n′, C]
    return { top1: topAccuracy(scores, testLabels, 1), top5: topAccuracy(scores, testLabels, 5) };
  });
}
