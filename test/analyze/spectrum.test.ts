// Oracle: the squares of the values sum to the variance; directions written down.
import { expect, test } from "vitest";
import { spectrumOf } from "../../src/analyze/spectrum.ts";
import { tensor } from "../../src/tensor/index.ts";
import { dot, points, rowsOf, unit } from "./matrix.ts";

test("two opposite pairs on two axes deviate by √½ on each", () => {
  const { singularValues, effectiveRank } = spectrumOf(
    tensor([
      [3, 0, 0],
      [-1, 0, 0],
      [0, 2, 0],
      [0, -5, 0],
    ]),
  );
  for (const [i, value] of [Math.SQRT1_2, Math.SQRT1_2, 0].entries()) expect(singularValues[i]).toBeCloseTo(value, 6);
  expect(effectiveRank).toBeCloseTo(2, 5);
});

test("squares sum to the mean squared distance from the mean, and values fall", () => {
  const features = points(1, 50, 7);
  const rows = rowsOf(features).map(unit);
  const mean = rows[0]!.map((_, column) => rows.reduce((sum, row) => sum + row[column]!, 0) / rows.length);
  const variance =
    rows.reduce((sum, row) => sum + row.reduce((s, value, i) => s + (value - mean[i]!) ** 2, 0), 0) / rows.length;
  const { singularValues } = spectrumOf(features);
  expect(dot(singularValues, singularValues)).toBeCloseTo(variance, 5);
  expect(singularValues).toEqual([...singularValues].sort((a, b) => b - a));
});
