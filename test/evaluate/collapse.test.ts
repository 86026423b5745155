// Oracle: spreads by hand: even, on one line, of one point.
import { expect, test } from "vitest";
import { evaluation } from "../../src/augment/index.ts";
import { probeSpread, signsOfCollapse, spreadOf } from "../../src/evaluate/collapse.ts";
import { add, memoryUse, mul, normal, ones, randomKey, tensor } from "../../src/tensor/index.ts";
import { brightnessData, quarterMeans } from "./made-data.ts";

test("features spread evenly over the sphere have all its directions and a deviation of 1/√d", () => {
  const { effectiveRank, deviation } = spreadOf(normal(randomKey(1), [2000, 16]));
  expect(effectiveRank).toBeGreaterThan(15.8);
  expect(deviation).toBeCloseTo(1, 2);
  expect(signsOfCollapse({ effectiveRank, deviation })).toEqual([]);
});

test("the deviation is the mean over coordinates of unit rows", () => {
  // Unit rows (1, 0), (−1, 0): deviations 1 and 0, mean 0.5, times √2.
  const { effectiveRank, deviation } = spreadOf(
    tensor([
      [3, 0],
      [-5, 0],
    ]),
  );
  expect(deviation).toBeCloseTo(0.5 * Math.SQRT2, 5);
  expect(effectiveRank).toBeCloseTo(1, 5);
  expect(signsOfCollapse({ effectiveRank, deviation })).toEqual(["effective rank 1.0, below 5"]);
});

test("one point for all images breaks both limits; a little noise about it the second", () => {
  const point = ones([500, 16]);
  expect(spreadOf(point)).toEqual({ effectiveRank: 0, deviation: 0 });
  const near = spreadOf(add(point, mul(normal(randomKey(2), [500, 16]), 0.02)));
  expect(near.effectiveRank).toBeGreaterThan(10);
  expect(near.deviation).toBeCloseTo(0.02, 2);
  expect(signsOfCollapse(near)).toEqual([`mean deviation ${near.deviation.toFixed(3)}/√d, below 0.1/√d`]);
});

test("a probe reads the images asked for and leaves nothing behind", async () => {
  const data = brightnessData("probe", 10);
  const before = memoryUse().tensors;
  const options = { size: 8, view: { recipe: evaluation }, ids: Int32Array.from([0, 1, 2, 3]) };
  const spread = await probeSpread(data, quarterMeans, options);
  expect(spread.effectiveRank).toBeGreaterThan(0);
  expect(await probeSpread(data, quarterMeans, { ...options, ids: Int32Array.from([2, 2, 2]) })).toMatchObject({
    deviation: 0,
  });
  expect(memoryUse().tensors).toBe(before);
});
