// Oracle: Sobel's sums by hand on a step from black to white and on a ramp.
import { expect, test } from "vitest";
import { edges, sobel } from "../../src/augment/sobel.ts";
import { cat, randomKey, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

const gray = (rows: number[][]) => {
  const plane = tensor(rows.flat(), [1, 1, rows.length, rows[0]!.length]);
  return cat([plane, plane, plane], 1);
};

test("a step from black to white has strength 1 on both of its sides, a flat picture none", () => {
  const step = gray(Array(3).fill([0, 0, 1, 1]));
  // 0.9999: the weights of the luma do not quite sum to 1.
  expectClose(edges(step), [[Array(3).fill([0, 0.9999, 0.9999, 0])]], { atol: 1e-6 });
  expectClose(edges(gray(Array(3).fill([0.4, 0.4, 0.4]))), [[Array(3).fill([0, 0, 0])]], { atol: 1e-6 });
});

test("a diagonal ramp has the root of both squares", () => {
  const ramp = gray([0, 1, 2].map((row) => [0, 1, 2].map((column) => 0.1 * (row + column))));
  // Each slope is 8 · 0.1 in the middle.
  expectClose(edges(ramp).toNumbers()[4]!, (0.9999 * Math.hypot(0.8, 0.8)) / 4, { atol: 1e-6 });
});

test("all three channels have the same edges", () => {
  const made = sobel({ probability: 1 }).apply(gray(Array(3).fill([0, 0, 1, 1])), {
    ids: [0],
    key: randomKey(0),
    size: 4,
  });
  const values = made.toNumbers();
  expect(made.shape).toEqual([1, 3, 3, 4]);
  expect(values.slice(12, 24)).toEqual(values.slice(0, 12));
  expect(values.slice(24)).toEqual(values.slice(0, 12));
});
