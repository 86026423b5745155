// Oracle: mean ½ and variance 1 / (4 (2α + 1)) of Beta(α, α), within four standard errors.
import { expect, test } from "vitest";
import { betaDraw } from "../../src/functional/index.ts";
import { randomKey } from "../../src/tensor/index.ts";

const draws = 4000;

test.each([1, 0.5, 0.2])("draws have the mean and the variance of Beta(%s, α)", (alpha) => {
  const values = Array.from({ length: draws }, (_, index) => betaDraw(randomKey(1).fold(index), alpha));
  expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
  const variance = 1 / (4 * (2 * alpha + 1));
  const mean = values.reduce((sum, value) => sum + value, 0) / draws;
  expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(variance / draws));
  const found = values.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / draws;
  // (x − ½)² lies in [0, ¼], so its own deviation is at most ⅛.
  expect(Math.abs(found - variance)).toBeLessThan(4 * (0.125 / Math.sqrt(draws)));
});

test("the key decides the draw", () => {
  expect(betaDraw(randomKey(3), 0.2)).toBe(betaDraw(randomKey(3), 0.2));
  expect(betaDraw(randomKey(3), 0.2)).not.toBe(betaDraw(randomKey(4), 0.2));
});

test("other α are refused", () => {
  expect(() => betaDraw(randomKey(1), 0)).toThrow("betaDraw: alpha is 0; it must be in (0, 1]");
  expect(() => betaDraw(randomKey(1), 2)).toThrow("alpha is 2");
});
