// The talk's ablation at small scale: gains of MoCHi (N, s, s′) over MoCo-v2, each pair of s and s′ for two N.
import { defineSweep } from "mochi-ssl/config";

const hardest = [256, 1024];
const synthetic = [0, 256, 1024];
const syntheticWithQuery = [0, 128, 512];

const mixtures = hardest.flatMap((n) =>
  synthetic.flatMap((s) =>
    syntheticWithQuery
      // Without synthetic negatives it is the baseline.
      .filter((sq) => s + sq > 0)
      .map((sq) => ({ method: "mochi", hardest: n, synthetic: s, syntheticWithQuery: sq })),
  ),
);

export default defineSweep({
  seeds: [0, 1, 2],
  base: {
    preset: "quickstart",
    data: "cifar10",
    width: 8,
    imageSize: 16,
    resolutions: [],
    minutes: 0,
    epochs: 4,
    lrWarmup: 0.2,
    queueSize: 16384,
    inBatchNegatives: false,
    temperature: 0.2,
    precision: "fp32",
    knnEvery: 4,
  },
  cells: {
    "moco-v2": { method: "moco-v2" },
    ...Object.fromEntries(
      mixtures.map((cell) => [
        `mochi-${cell.hardest}-${cell.synthetic}-${cell.syntheticWithQuery}`,
        { ...cell, mixingWarmup: 0.4 },
      ]),
    ),
  },
  heatmap: { x: "syntheticWithQuery", y: "synthetic", panel: "hardest", baseline: "moco-v2", score: "linear" },
});
