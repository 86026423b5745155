// Oracle: entropies by hand of spreads whose singular values are known.
import { expect, test } from "vitest";
import { effectiveRank } from "../../src/functional/index.ts";
import { normal, ones, randomKey, tensor, zeros } from "../../src/tensor/index.ts";

// Roy & Vetterli Eq. (3): exp(−Σ pₖ log pₖ) with pₖ = σₖ / Σ σ
test("two axes used alike count 2, one 1, three to one what their entropy says", () => {
  const cross = (a: number, b: number) =>
    tensor([
      [a, 0],
      [-a, 0],
      [0, b],
      [0, -b],
    ]);
  expect(effectiveRank(cross(1, 1))).toBeCloseTo(2, 5);
  expect(effectiveRank(cross(2, 0))).toBeCloseTo(1, 5);
  expect(effectiveRank(cross(3, 1))).toBeCloseTo(Math.exp(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25))), 5);
});

test("a common direction does not count, equal rows have none", () => {
  const spread = tensor([
    [5, 1],
    [5, -1],
  ]);
  expect(effectiveRank(spread)).toBeCloseTo(1, 5);
  expect(effectiveRank(ones([4, 3]))).toBe(0);
});

test("normal draws use all their axes", () => {
  expect(effectiveRank(normal(randomKey(1), [2000, 16]))).toBeGreaterThan(15.9);
  expect(() => effectiveRank(zeros([1, 3]))).toThrow("expected [n, d]");
});
