// Oracle: numbers worked by hand from looks, curves and steps written by hand.
import { expect, test } from "vitest";
import { measured, paired } from "../../../src/experiment/reproduce/finished-runs.ts";
import {
  early,
  epochsToReach,
  fallToLastRank,
  growth,
  hardCount,
  hardestOverEvenShare,
  late,
  lateFalseSynthetic,
  lateProxyOfSteps,
  meanOfCurve,
} from "../../../src/experiment/reproduce/measures.ts";
import { LOOK_RANKS } from "../../../src/run/analyses.ts";
import type { ContrastMetrics, Run } from "../../../src/run/types.ts";
import { type MadeRun, madeRuns, probabilities } from "./made-runs.ts";

const runOf = async (made: MadeRun): Promise<Run> => (await madeRuns({ mochi: [made] })).get("mochi")!.get(0)!;
const look = (probability: readonly number[]) => ({ probability }) as ContrastMetrics;

test("late is the last fifth of the looks, early the first fifth of those with a full queue", async () => {
  // 256 steps of 64 fill the queue: the looks at 300, 400, … count, 8 of 10; their fifth is 2 looks, as of all 10.
  const looks = [9, 9, 1, 2, 3, 4, 5, 6, 7, 8].map((value) => ({ falseTop: value / 100 }));
  const run = await runOf({ looks });
  const value = ({ falseTop }: ContrastMetrics) => falseTop;
  expect(late(value)(run)).toBeCloseTo(0.075, 10);
  expect(early(value)(run)).toBeCloseTo(0.015, 10);
  expect(growth(value)(run)).toBeCloseTo(0.06, 10);
});

test("what a run does not show is undefined", async () => {
  const run = await runOf({});
  expect(late(({ falseTop }) => falseTop)(run)).toBeUndefined();
  expect(growth(({ falseTop }) => falseTop)(run)).toBeUndefined();
  expect([meanOfCurve(run), lateProxyOfSteps(run), lateFalseSynthetic(run)]).toEqual([undefined, undefined, undefined]);
});

test("hard negatives are counted to a tenth of the hardest one's probability", () => {
  // p = 1/rank falls to a tenth at rank 10, between the ranks 8 and 12.
  expect(hardCount(look(LOOK_RANKS.map((rank) => 1 / rank)))).toBeCloseTo(10, 10);
  // p = rank^−½ at rank 100.
  expect(hardCount(look(LOOK_RANKS.map((rank) => rank ** -0.5)))).toBeCloseTo(100, 10);
  expect(hardCount(look(probabilities(0.01, 0.005)))).toBe(1024);
  expect(fallToLastRank(look(probabilities(0.2, 0.002)))).toBeCloseTo(2, 10);
});

test("the hardest is held against an even share of positive and negatives", async () => {
  const run = await runOf({ looks: [{ probability: probabilities(100 / 16_385, 0.0001) }] });
  expect(hardestOverEvenShare(run)).toBeCloseTo(2, 10);
});

test("definitely false synthetic ones count by how many there are of each kind", async () => {
  // 1,024 of 5 % and 128 of 30 %: 51.2 + 38.4 of 1,152.
  const run = await runOf({ looks: [{ falsePairs: 0.05, falseWithQuery: 0.3 }] });
  expect(lateFalseSynthetic(run)).toBeCloseTo((100 * 89.6) / 1152, 10);
});

test("steps and curve", async () => {
  const run = await runOf({
    proxyOfSteps: [0, 0, 0, 0, 0, 0, 0, 0, 0.2, 0.4],
    curve: [
      [1, 30],
      [2, 40],
      [3, 44],
    ],
  });
  expect(lateProxyOfSteps(run)).toBeCloseTo(30, 10);
  expect(meanOfCurve(run)).toBeCloseTo(38, 10);
});

test("epochs to an accuracy lie straight between the points of the curve", () => {
  const curve = [
    { epoch: 1, top1: 30 },
    { epoch: 2, top1: 40 },
    { epoch: 4, top1: 50 },
  ];
  expect(epochsToReach(curve, 35)).toBeCloseTo(1.5, 10);
  expect(epochsToReach(curve, 40)).toBe(2);
  expect(epochsToReach(curve, 42.5)).toBeCloseTo(2.5, 10);
  expect(epochsToReach(curve, 20)).toBe(1);
  expect(epochsToReach(curve, 51)).toBeUndefined();
});

test("pairs are of seeds that both have; numbers that are none are left out", async () => {
  const runs = await madeRuns({
    mochi: [{ linear: 60 }, {}, { linear: 62 }],
    "moco-v2": [{ linear: 59 }, { linear: 1 }],
  });
  const linear = (run: Run) => run.evaluations.linear?.top1;
  expect([...paired(measured(runs, "mochi", linear), measured(runs, "moco-v2", linear))]).toEqual([[0, 1]]);
  expect(measured(runs, "mochi", () => Number.NaN).size).toBe(0);
});
