// Oracle: slow loops over pairs, and hand-worked numbers.
import { expect, test } from "vitest";
import { alignment, classAlignment } from "../../src/functional/index.ts";
import { tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { integersOf, rowsOf, unitRows } from "./points.ts";

const squaredDistance = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, axis) => sum + (value - b[axis]!) ** 2, 0);

test("is 0 for equal, 2 for orthogonal and 4 for opposite points", () => {
  const x = tensor([[1, 0]]);
  expectClose(alignment(x, x), 0, {});
  expectClose(alignment(x, tensor([[0, 1]])), 2, {});
  expectClose(alignment(x, tensor([[-1, 0]])), 4, {});
});

test("within classes equals the double loop, over pairs and over classes", () => {
  const x = unitRows(1, 20, 5);
  // Class 3 has no points and class 4 a single one: neither has a pair.
  const labels = Array.from({ length: 20 }, (_, row) => (row === 0 ? 4 : [0, 1, 1, 2, 2, 2][row % 6]!));
  const points = rowsOf(x);
  const means = [0, 1, 2].map((label) => {
    const own = points.filter((_, row) => labels[row] === label);
    const distances = own.flatMap((a, i) => own.slice(i + 1).map((b) => squaredDistance(a, b)));
    return { sum: distances.reduce((sum, value) => sum + value, 0), count: distances.length };
  });
  const [sum, count] = [means.reduce((t, m) => t + m.sum, 0), means.reduce((t, m) => t + m.count, 0)];
  expectClose(classAlignment(x, integersOf(labels)), sum / count, { rtol: 1e-6 });
  const macro = means.reduce((total, mean) => total + mean.sum / mean.count / 3, 0);
  expectClose(classAlignment(x, integersOf(labels), { average: "macro" }), macro, { rtol: 1e-6 });
});

test("stays exact where a class has collapsed", () => {
  const x = tensor(
    Array.from({ length: 1000 }, (_, row) => [Math.fround(Math.cos(row * 1e-6)), Math.fround(Math.sin(row * 1e-6))]),
  );
  const points = rowsOf(x);
  let sum = 0;
  for (let i = 0; i < 1000; i++) for (let j = i + 1; j < 1000; j++) sum += squaredDistance(points[i]!, points[j]!);
  expectClose(classAlignment(x, integersOf(new Array(1000).fill(0))), sum / 499500, { rtol: 1e-4 });
});

test("refuses other shapes", () => {
  expect(() => alignment(zeros([3, 2]), zeros([2, 2]))).toThrow("alignment: x is [3, 2] but y is [2, 2]");
  expect(() => classAlignment(zeros([3, 2]), integersOf([0, 1]))).toThrow(
    "classAlignment: x is [3, 2] but labels are [2]; they must be [n, d] and [n]",
  );
});
