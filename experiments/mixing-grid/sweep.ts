// The talk's ablation at small scale: gains of MoCHi (N, s, s′) over MoCo-v2, each pair of s and s′ for two N.
import { defineSweep } from "mochi-ssl/config";

const hardest = [64, 256];
const synthetic = [0, 64, 256];
const syntheticWithQuery = [0, 64, 128];

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
  base: { preset: "cifar10", arch: "resnet18", width: 8, epochs: 5 },
  cells: {
    "moco-v2": { method: "moco-v2" },
    ...Object.fromEntries(
      mixtures.map((cell) => [`mochi-${cell.hardest}-${cell.synthetic}-${cell.syntheticWithQuery}`, cell]),
    ),
  },
  heatmap: { x: "syntheticWithQuery", y: "synthetic", panel: "hardest", baseline: "moco-v2", score: "linear" },
});
