// Benchmark: features of a data set by a frozen encoder, as kNN and linear classification read them.
import { evaluation } from "../../../augment/index.ts";
import { memoryDataset } from "../../../data/memory-dataset.ts";
import { extractFeatures } from "../../../evaluate/features.ts";
import { Encoder } from "../../../nn/encoder.ts";
import { type Precision, randomKey } from "../../../tensor/index.ts";
import type { BenchCase, BenchProgram } from "../case.ts";
import { madeImages } from "./made-images.ts";

const size = 32;

function caseOf(images: number, width: number, precision: Precision, isQuick: boolean): BenchCase {
  return {
    name: `features/w${width}/${precision}`,
    settings: { images, width, precision, size },
    unit: "images/s",
    amount: images,
    cores: "all",
    peers: ["customary"],
    isQuick,
  };
}

export const featuresProgram: BenchProgram = {
  name: "features",
  cases: [
    caseOf(2000, 16, "bf16", true),
    caseOf(2000, 16, "fp32", false),
    caseOf(500, 64, "bf16", false),
    caseOf(500, 64, "fp32", false),
  ],

  async prepare(settings) {
    const { images, width, precision } = settings as { images: number; width: number; precision: Precision };
    const pixels = madeImages(images, size, size);
    const labels = new Int32Array(images);
    const data = memoryDataset({ name: "made", images: pixels, labels, height: size, width: size });
    const backbone = { arch: "resnet18", width, stem: "cifar", bnSplits: 1 } as const;
    const encoder = new Encoder(backbone, { outputs: 128, layers: 2, hasBatchNorm: false }, randomKey(0)).eval();
    encoder.precision = precision;
    return async () => {
      const started = performance.now();
      const features = await extractFeatures(data, (x) => encoder.features(x), { size, view: { recipe: evaluation } });
      features.dispose();
      return (performance.now() - started) / 1000;
    };
  },
};
