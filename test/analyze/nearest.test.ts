// Oracle: cosines in a slow loop.
import { expect, test } from "vitest";
import { nearestOf } from "../../src/analyze/nearest.ts";
import { tensor } from "../../src/tensor/index.ts";
import { dot, points, rowsOf, unit } from "./matrix.ts";

test("a point comes first, then others by falling cosine", () => {
  const features = points(3, 20, 6);
  const rows = rowsOf(features).map(unit);
  const { indices, distances } = nearestOf(features, 5);
  for (const [point, row] of rows.entries()) {
    const expected = rows
      .map((other, index) => ({ index, distance: index === point ? -1 : 1 - dot(row, other) }))
      .sort((a, b) => a.distance - b.distance)
      .slice(0, 5);
    expect(indices[point]).toEqual(expected.map(({ index }) => index));
    for (const [i, { distance }] of expected.entries())
      expect(distances[point]![i]).toBeCloseTo(Math.max(0, distance), 5);
  }
});

test("twins do not push a point from its own list", () => {
  const { indices } = nearestOf(
    tensor([
      [1, 0],
      [1, 0],
      [1, 0],
      [0, 1],
    ]),
    2,
  );
  expect(indices.map(([own]) => own)).toEqual([0, 1, 2, 3]);
  expect(new Set(indices[2]).size).toBe(2);
});
