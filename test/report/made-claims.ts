// Claims with known numbers, for the tests of what is written of them.
import type { ClaimResults, Comparison } from "../../src/run/claims-folder.ts";

const gain: Comparison = {
  statement: "MoCHi lies above MoCo-v2",
  ...{ unit: "%", digits: 2, expected: "above", threshold: 0, decides: true, verdict: "holds" },
  sides: [
    { label: "MoCHi", mean: 61.204, std: 0.311, runs: 3 },
    { label: "MoCo-v2", mean: 60.2, std: 0.2, runs: 3 },
  ],
  pairs: [
    { seed: 0, value: 1 },
    { seed: 1, value: 1.1 },
    { seed: 2, value: 0.9 },
  ],
  mean: 1.004,
  interval: [-0.0001, 2.01],
};

const early: Comparison = {
  ...gain,
  statement: "not finished | yet",
  ...{ unit: "epochs", expected: "below", threshold: 1024, decides: false, verdict: "undecided" },
  sides: [{ label: "MoCHi", runs: 0 }],
  pairs: [],
};
delete early.mean;
delete early.interval;

export const claims: ClaimResults = {
  command: "mochi reproduce --hours 3",
  finishedRuns: 6,
  plannedRuns: 72,
  differsFromPlan: false,
  claims: [
    {
      name: "gain",
      statement: "Gains <everywhere>",
      measure: "linear top-1",
      comparisons: [gain, early],
      ...{ verdict: "holds", reason: "its comparison holds" },
    },
    {
      name: "early",
      statement: "Early",
      measure: "m",
      comparisons: [early],
      verdict: "undecided",
      reason: "needs 2 seeds, has 0",
    },
  ],
};

export { early, gain };
