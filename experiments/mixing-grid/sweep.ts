// The talk's ablation: gains of MoCHi over MoCo-v2 by how many negatives are synthesised in which way, for two N.
// Run: npx mochi sweep experiments/mixing-grid/sweep.ts
import { defineSweep } from "mochi-ssl/config";

const cells = [256, 1024].flatMap((hardest) =>
  [0, 512, 1024].flatMap((synthetic) =>
    [0, 128, 512]
      .filter((syntheticWithQuery) => synthetic + syntheticWithQuery > 0)
      .map((syntheticWithQuery) => [hardest, synthetic, syntheticWithQuery] as const),
  ),
);

export default defineSweep({
  seeds: [0, 1, 2],
  // K and N as in the talk: N is at most a sixteenth of K.
  base: { preset: "quickstart", minutes: 0, resolutions: [], imageSize: 16, width: 16, epochs: 8, queueSize: 16_384 },
  cells: {
    "moco-v2": { method: "moco-v2" },
    ...Object.fromEntries(
      cells.map(([hardest, synthetic, syntheticWithQuery]) => [
        `mochi-${hardest}-${synthetic}-${syntheticWithQuery}`,
        { method: "mochi", hardest, synthetic, syntheticWithQuery, mixingWarmup: 0.8 },
      ]),
    ),
  },
  heatmap: { x: "syntheticWithQuery", y: "synthetic", panel: "hardest", baseline: "moco-v2" },
});
