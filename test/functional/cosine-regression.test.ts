// Oracle: squared distances on the unit circle by hand, a slow loop, central differences in float64.
import { expect, test } from "vitest";
import { cosineRegression } from "../../src/functional/index.ts";
import { requireGradient, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles } from "../nn/check-gradients.ts";
import { rowsOf, unitRows } from "./points.ts";

// BYOL Eq. (2): ‖p̄ − z̄′‖² = 2 − 2 p·z′ / (‖p‖ ‖z′‖)
test("0 for the same direction, 2 for a right angle, 4 for opposite ones, whatever the lengths", () => {
  const along = tensor([[3, 0]]);
  for (const [x, y, distance] of [
    [0.1, 0, 0],
    [0, 7, 2],
    [-2, 0, 4],
  ] as const)
    expectClose(cosineRegression(along, tensor([[x, y]])), distance, { atol: 1e-6 });
});

test("is the mean of squared distances of unit rows", () => {
  const [a, b] = [unitRows(1, 5, 4), unitRows(2, 5, 4)];
  const [x, y] = [rowsOf(a), rowsOf(b)];
  const distances = x.map((row, i) => row.reduce((sum, value, axis) => sum + (value - y[i]![axis]!) ** 2, 0));
  expectClose(cosineRegression(a, b), distances.reduce((sum, d) => sum + d, 0) / 5, { rtol: 1e-5 });
});

test("has the gradient of its central differences", () => {
  const [p, z] = [requireGradient(doubles(1, [4, 3])), requireGradient(doubles(2, [4, 3]))];
  checkGradients([p, z], () => cosineRegression(p, z));
});

test("names both shapes where they differ", () => {
  expect(() => cosineRegression(zeros([2, 3]), zeros([2, 4]))).toThrow("[2, 3]");
});
