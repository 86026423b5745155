// Benchmark: epochs of linear classification on features of CIFAR-10's size.
import { linearOnFeatures, linearRecipes } from "../../../evaluate/linear.ts";
import { integers, normal, randomKey } from "../../../tensor/index.ts";
import type { BenchProgram } from "../case.ts";

export const linearProgram: BenchProgram = {
  name: "linear",
  cases: [
    {
      name: "linear/epoch",
      settings: { images: 50_000, testImages: 1000, featureSize: 128, classes: 10, batch: 256, epochs: 2 },
      unit: "ms",
      // Epochs.
      amount: 2,
      cores: "all",
      peers: ["customary"],
      isQuick: true,
    },
  ],

  async prepare(settings) {
    const { images, testImages, featureSize, classes, batch, epochs } = settings as Record<string, number>;
    const key = randomKey(9);
    const features = {
      train: normal(key.fold("train"), [images!, featureSize!]),
      test: normal(key.fold("test"), [testImages!, featureSize!]),
      trainLabels: integers(key.fold("train labels"), classes!, [images!]),
      testLabels: integers(key.fold("test labels"), classes!, [testImages!]),
    };
    const options = { ...linearRecipes.cached, batchSize: batch!, epochs: epochs! };
    return async () => {
      const started = performance.now();
      await linearOnFeatures(features, { classes: classes!, options, key });
      return (performance.now() - started) / 1000;
    };
  },
};
