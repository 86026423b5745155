// Oracle: points stretched along known axes; distances, which a full rotation keeps.
import { expect, test } from "vitest";
import { principalComponents } from "../../src/analyze/principal-components.ts";
import { tensor } from "../../src/tensor/index.ts";
import { points, rowsOf } from "./matrix.ts";

test("the first axis is that of largest variance, with its share", () => {
  // Variance 8 along (1, 1, 0)/√2, 0.5 along (0, 0, 1).
  const { points: found, varianceShares } = principalComponents(
    tensor([
      [12, 2, 0],
      [8, -2, 0],
      [10, 0, 1],
      [10, 0, -1],
    ]),
    2,
  );
  const rows = rowsOf(found);
  expect(rows.map(([x]) => Math.abs(x!))).toEqual([2, 2, 0, 0].map((value) => expect.closeTo(value * Math.SQRT2, 5)));
  expect(rows.map(([, y]) => Math.abs(y!))).toEqual([0, 0, 1, 1].map((value) => expect.closeTo(value, 5)));
  expect(varianceShares).toEqual([expect.closeTo(16 / 18, 5), expect.closeTo(2 / 18, 5)]);
});

test("all components keep every distance", () => {
  const features = points(2, 12, 5);
  const [before, after] = [rowsOf(features), rowsOf(principalComponents(features, 5).points)];
  const distance = (rows: number[][], i: number, j: number) =>
    Math.hypot(...rows[i]!.map((value, k) => value - rows[j]![k]!));
  for (let i = 1; i < 12; i++) expect(distance(after, 0, i)).toBeCloseTo(distance(before, 0, i), 4);
});
