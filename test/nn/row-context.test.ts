// Oracle: which places change when one place of the input does, and central differences in float64.
import { describe, expect, test } from "vitest";
import { parameter } from "../../src/nn/module.ts";
import { RowContext } from "../../src/nn/row-context.ts";
import { add, clone, fill_, narrow, normal, randomKey, sub, withoutGradient } from "../../src/tensor/index.ts";
import { checkGradients, doubles, inDoubles, weighted } from "./check-gradients.ts";

const context = (blocks: number) => new RowContext({ channels: 4, hidden: 3, blocks }, randomKey(1));
const grid = normal(randomKey(2), [1, 4, 5, 5]);

/** Rows and columns of the output that differ once the input at this place is another. */
function changedBy(blocks: number, row: number, column: number): string[] {
  const layer = context(blocks);
  return withoutGradient(() => {
    const other = clone(grid);
    fill_(narrow(narrow(other, 2, row, 1), 3, column, 1), 9);
    const difference = sub(layer.forward(other), layer.forward(grid)).toNumbers();
    const places = difference.flatMap((value, at) => (value === 0 ? [] : [at % 25]));
    return [...new Set(places)].sort((a, b) => a - b).map((place) => `${Math.floor(place / 5)},${place % 5}`);
  });
}

describe("a place is seen", () => {
  test("by one block in its own row and the next, a column to either side", () => {
    expect(changedBy(1, 2, 2)).toEqual(["2,1", "2,2", "2,3", "3,1", "3,2", "3,3"]);
    expect(changedBy(1, 4, 0)).toEqual(["4,0", "4,1"]);
  });

  test("by several blocks further down and to the sides, never above", () => {
    const rows = changedBy(3, 2, 2).map((place) => Number(place[0]));
    expect(new Set(rows)).toEqual(new Set([2, 3, 4]));
  });
});

test("gradients reach the input and all weights, equal to central differences", () => {
  const layer = inDoubles(context(2));
  const x = parameter(add(doubles(3, [2, 4, 3, 3]), 0.5));
  checkGradients([x, ...layer.parameters().values()], () => weighted(layer.forward(x)), 1e-5);
});

test("has the shape of what it is given", () => {
  expect(context(1).forward(grid).shape).toEqual([1, 4, 5, 5]);
});
