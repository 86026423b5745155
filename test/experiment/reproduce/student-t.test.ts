// Oracle: the table of percentage points printed in the NIST/SEMATECH e-Handbook, 1.3.6.7.2; arctan for one degree of freedom.
import { expect, test } from "vitest";
import { InternalError } from "../../../src/errors.ts";
import { centralProbability, centralQuantile } from "../../../src/experiment/reproduce/student-t.ts";

test.each([
  [1, 12.706, 6.314, 63.657],
  [2, 4.303, 2.92, 9.925],
  [3, 3.182, 2.353, 5.841],
  [4, 2.776, 2.132, 4.604],
  [5, 2.571, 2.015, 4.032],
  [7, 2.365, 1.895, 3.499],
  [9, 2.262, 1.833, 3.25],
  [10, 2.228, 1.812, 3.169],
  [30, 2.042, 1.697, 2.75],
  [100, 1.984, 1.66, 2.626],
])("quantiles of %i degrees of freedom are the table's", (degrees, at95, at90, at99) => {
  expect(centralQuantile(0.95, degrees)).toBeCloseTo(at95, 3);
  expect(centralQuantile(0.9, degrees)).toBeCloseTo(at90, 3);
  expect(centralQuantile(0.99, degrees)).toBeCloseTo(at99, 3);
});

test("one degree of freedom is Cauchy's distribution, two have a closed form", () => {
  for (const t of [0, 0.3, 1, 4, 50]) {
    expect(centralProbability(t, 1)).toBeCloseTo((2 / Math.PI) * Math.atan(t), 12);
    expect(centralProbability(t, 2)).toBeCloseTo(t / Math.sqrt(2 + t * t), 12);
  }
});

test("degrees of freedom are whole and positive", () => {
  expect(() => centralProbability(1, 0)).toThrow(InternalError);
  expect(() => centralProbability(1, 1.5)).toThrow(InternalError);
});
