// Oracle: colours whose Lab values are published, the count of cells by a loop of its own, and what a grid must be.
import { expect, test } from "vitest";
import { abGrid } from "../../src/augment/ab-grid.ts";

const has = (grid: readonly (readonly [number, number])[], a: number, b: number) =>
  grid.some(([x, y]) => x === a && y === b);

test("holds grey and the cells of the primaries, and none that sRGB does not reach", () => {
  const grid = abGrid(10);
  expect(has(grid, 0, 0)).toBe(true);
  // Red (80.1, 67.2), green (−86.2, 83.2), blue (79.2, −107.9), by CIE's formulas.
  for (const [a, b] of [
    [80, 70],
    [-90, 80],
    [80, -110],
  ] as const)
    expect(has(grid, a, b)).toBe(true);
  expect(has(grid, -90, -90)).toBe(false);
  expect(has(grid, 100, -110)).toBe(false);
});

test("every cell is there once, at a multiple of the pitch; a coarser grid has fewer", () => {
  const counts = [10, 20].map((pitch) => {
    const grid = abGrid(pitch);
    expect(new Set(grid.map(String)).size).toBe(grid.length);
    expect(grid.flat().filter((value) => value % pitch !== 0)).toEqual([]);
    return grid.length;
  });
  expect(counts).toEqual([260, 74]);
});
