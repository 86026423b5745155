// Oracle: rankings and moments worked by hand.
import { expect, test } from "vitest";
import { meanAndDeviation, topAccuracy } from "../../src/evaluate/accuracy.ts";
import { fromTypedArray, tensor } from "../../src/tensor/index.ts";

const scores = tensor([
  [0.1, 0.7, 0.2],
  [0.5, 0.3, 0.2],
  [0.2, 0.3, 0.5],
  [0.6, 0.3, 0.1],
]);
const labels = fromTypedArray(BigInt64Array.from([1n, 1n, 2n, 2n]), [4]);

test("counts rows whose label is among the k highest scores, in per cent", () => {
  expect(topAccuracy(scores, labels, 1)).toBe(50);
  expect(topAccuracy(scores, labels, 2)).toBe(75);
});

test("k above the number of classes is all of them", () => {
  expect(topAccuracy(scores, labels, 5)).toBe(100);
});

test("mean and sample standard deviation", () => {
  const { mean, std } = meanAndDeviation([1, 2, 3, 6]);
  expect(mean).toBe(3);
  expect(std).toBeCloseTo(Math.sqrt(14 / 3), 12);
});

test("a single value has no spread", () => {
  expect(meanAndDeviation([4])).toEqual({ mean: 4, std: undefined });
});
