// Oracle: votes counted by hand.
import { expect, test } from "vitest";
import { knnAccuracy } from "../../src/evaluate/knn.ts";
import { fromTypedArray, tensor } from "../../src/tensor/index.ts";

const labels = (...values: number[]) => fromTypedArray(BigInt64Array.from(values, BigInt), [values.length]);

// Directions at 0°, 10°, 90° and 100°; lengths do not matter.
const train = tensor([
  [2, 0],
  [0.985, 0.174],
  [0, 3],
  [-0.174, 0.985],
]);
const features = {
  train,
  trainLabels: labels(0, 0, 1, 2),
  test: tensor([
    [5, 0.5],
    [0.1, 1],
    [-1, 4],
  ]),
  testLabels: labels(0, 1, 2),
};

test("one neighbour: the class of the nearest direction", () => {
  // Nearest: 0°–10° → 0; 84° → 90° (1); 104° → 100° (2).
  expect(knnAccuracy(features, 3, { k: 1, temperature: 0.07 })).toEqual({ top1: 100, top5: 100 });
});

test("all neighbours at a high temperature: the larger class wins", () => {
  // At T = 1e6 every neighbour votes alike: class 0 has two of four votes, so only the first test image is right.
  expect(knnAccuracy(features, 3, { k: 4, temperature: 1e6 }).top1).toBeCloseTo(100 / 3, 10);
});
