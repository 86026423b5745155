// The claim about how fast accuracy comes: the kNN monitor's curve over the epochs.
import { compare } from "../comparison.ts";
import { type BySeed, type FinishedRuns, measured } from "../finished-runs.ts";
import { epochsToReach, knnCurve, meanOfCurve } from "../measures.ts";
import type { Claim } from "./claim.ts";

export const fasterLearning: Claim = {
  name: "faster-learning",
  statement: "Faster learning",
  measure:
    "kNN top-1 as the monitor sees it over the epochs: its mean height, and the epochs until MoCo-v2's last accuracy of the same seed is first reached, straight between the points; a run that never reaches it counts with all its epochs, which flatters it",
  compare: (runs) => [
    compare({
      statement: "MoCHi reaches MoCo-v2's last accuracy in fewer epochs",
      ...{ unit: "epochs", expected: "below" },
      sides: [
        { label: "MoCHi", values: epochsToBaseline(runs, "mochi") },
        { label: "MoCo-v2", values: epochsToBaseline(runs, "moco-v2") },
      ],
    }),
    compare({
      statement: "MoCHi's curve lies above MoCo-v2's on average",
      ...{ unit: "%", expected: "above" },
      sides: [
        { label: "MoCHi, mean of its curve", values: measured(runs, "mochi", meanOfCurve) },
        { label: "MoCo-v2, mean of its curve", values: measured(runs, "moco-v2", meanOfCurve) },
      ],
    }),
  ],
};

function epochsToBaseline(runs: FinishedRuns, cell: string): BySeed {
  const targets = measured(runs, "moco-v2", (run) => knnCurve(run).at(-1)?.top1);
  return new Map(
    [...(runs.get(cell) ?? [])].flatMap(([seed, run]): [number, number][] => {
      const [curve, target] = [knnCurve(run), targets.get(seed)];
      const all = curve.at(-1)?.epoch;
      return target === undefined || all === undefined ? [] : [[seed, epochsToReach(curve, target) ?? all]];
    }),
  );
}
