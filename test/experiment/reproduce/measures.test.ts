// Oracle: means, ranks and crossings worked by hand.
import { expect, test } from "vitest";
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
  linearTop1,
  meanOfCurve,
} from "../../../src/experiment/reproduce/measures.ts";
import type { ContrastMetrics } from "../../../src/run/types.ts";
import { madeRun } from "./made-runs.ts";

const proxy = ({ proxyTop1 }: ContrastMetrics) => proxyTop1;
// Looks at steps 5, 10, …, 50; batches of 64 have filled 640 keys by step 10.
const run = madeRun({
  looks: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((proxyTop1) => ({ proxyTop1 })),
  linear: 61,
  knn: [10, 30, 20],
});

test("late is the last fifth of the looks, early the first fifth once the queue is full", () => {
  expect(late(proxy)(run)).toBe(8.5); // 8, 9
  expect(early(proxy)(run)).toBe(1.5); // of the nine from step 10: 1, 2
  expect(growth(proxy)(run)).toBe(7);
  expect(late(proxy)(madeRun({}))).toBeUndefined();
  expect(growth(proxy)(madeRun({}))).toBeUndefined();
});

test("accuracies are read from evaluations, curves from the monitor", () => {
  expect([linearTop1(run), meanOfCurve(run), linearTop1(madeRun({}))]).toEqual([61, 20, undefined]);
  expect(lateProxyOfSteps(madeRun({ proxySteps: [0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7] }))).toBeCloseTo(60, 10);
});

test("hardness is how steeply the probabilities fall", () => {
  const look = (probability: number[]) => ({ probability }) as unknown as ContrastMetrics;
  expect(fallToLastRank(look([0.1, 0.05, 0.001]))).toBeCloseTo(2, 10);
  // Ranks 1, 2, 3, 4: a tenth of 0.1 lies between rank 2 (0.1) and rank 3 (0.001), half way on a logarithmic axis.
  expect(hardCount(look([0.1, 0.1, 0.001]))).toBeCloseTo(Math.sqrt(6), 10);
  expect(hardCount(look([0.1, 0.09, 0.08, 0.07]))).toBe(4);
  expect(hardestOverEvenShare(madeRun({ looks: [{ probability: [100 / 641] }] }))).toBeCloseTo(2, 10);
});

test("definitely false synthetic negatives are weighed by how many there are of each kind", () => {
  // Three pairs and one with the query.
  expect(lateFalseSynthetic(madeRun({ looks: [{ falsePairs: 0.1, falseWithQuery: 0.5 }] }))).toBeCloseTo(20, 10);
  expect(lateFalseSynthetic(madeRun({ looks: [{}] }))).toBeUndefined();
});

test("an accuracy is reached straight between two looks of the monitor", () => {
  const curve = [10, 20, 40].map((top1, i) => ({ epoch: i + 1, top1 }));
  expect([epochsToReach(curve, 25), epochsToReach(curve, 5), epochsToReach(curve, 41)]).toEqual([2.25, 1, undefined]);
});
