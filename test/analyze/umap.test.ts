// Oracle: two clouds far apart stay apart; one key gives one map.
import { expect, test } from "vitest";
import { nearestOf } from "../../src/analyze/nearest.ts";
import { umap } from "../../src/analyze/umap.ts";
import { randomKey, tensor } from "../../src/tensor/index.ts";
import { points, rowsOf } from "./matrix.ts";

const clouds = rowsOf(points(4, 60, 4)).map((row, i) => row.map((value, k) => 0.1 * value + (k === i % 2 ? 5 : 0)));

test("neighbours stay neighbours", async () => {
  const { x, y } = await umap(clouds, nearestOf(tensor(clouds), 8), randomKey(1));
  const places = x.map((value, i) => [value, y[i]!]);
  const nearest = places.map(([a, b], i) => {
    const distances = places.map(([c, d], j) => (i === j ? Number.POSITIVE_INFINITY : Math.hypot(a! - c!, b! - d!)));
    return distances.indexOf(Math.min(...distances));
  });
  expect(nearest.filter((other, i) => other % 2 === i % 2).length).toBe(60);
});

test("one key gives one map, another another", async () => {
  const map = (seed: number) => umap(clouds, nearestOf(tensor(clouds), 8), randomKey(seed));
  const [first, again, other] = [await map(1), await map(1), await map(2)];
  expect(again).toEqual(first);
  expect(other.x).not.toEqual(first.x);
});
