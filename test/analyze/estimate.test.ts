// Oracle: formulas worked by hand; a ratio whose parts are proportional has no error.
import { expect, test } from "vitest";
import { estimate, ratioEstimate } from "../../src/analyze/estimate.ts";

test("a mean has the standard error s/√n of what are numbers", () => {
  // 1, 2, 3, 6: mean 3, s² = 14/3.
  expect(estimate([1, 2, Number.NaN, 3, 6])).toEqual({
    mean: 3,
    standardError: expect.closeTo(Math.sqrt(14 / 3 / 4), 12),
  });
  expect(estimate([4])).toEqual({ mean: 4 });
  expect(estimate([Number.NaN])).toBeUndefined();
});

test("a ratio of sums weighs queries by what they have", () => {
  // (1 + 3) / (2 + 8), residuals 0.2 and −0.2: √(0.08 · 2) / 10.
  expect(ratioEstimate([1, 3], [2, 8])).toEqual({ mean: 0.4, standardError: expect.closeTo(0.04, 12) });
  expect(ratioEstimate([1, 2], [2, 4])!.standardError).toBeCloseTo(0, 12);
  expect(ratioEstimate([0], [0])).toBeUndefined();
  // A query of which one is not known counts in neither sum.
  expect(ratioEstimate([1, Number.NaN, 3, 9], [2, 5, 8, Number.NaN])).toEqual(ratioEstimate([1, 3], [2, 8]));
});
