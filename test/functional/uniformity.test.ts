// Oracle: a slow double loop, and hand-worked numbers.
import { expect, test } from "vitest";
import { uniformity } from "../../src/functional/index.ts";
import { flip, gradients, requireGradient, scope, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf, unitRows } from "./points.ts";

test("is 0 for coinciding points and −8 for two opposite ones", () => {
  expectClose(
    uniformity(
      tensor([
        [1, 0],
        [1, 0],
        [1, 0],
      ]),
    ),
    0,
    { atol: 1e-6 },
  );
  expectClose(
    uniformity(
      tensor([
        [1, 0],
        [-1, 0],
      ]),
    ),
    -8,
    { rtol: 1e-6 },
  );
});

test("equals the double loop, in one block and in several", () => {
  // 5,000² distances do not fit in one block.
  for (const count of [50, 5000]) {
    scope(() => {
      const x = unitRows(1, count, 4);
      const points = rowsOf(x);
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const a = points[i]!;
        for (let j = i + 1; j < count; j++) {
          const b = points[j]!;
          const distance = (a[0]! - b[0]!) ** 2 + (a[1]! - b[1]!) ** 2 + (a[2]! - b[2]!) ** 2 + (a[3]! - b[3]!) ** 2;
          sum += Math.exp(-2 * distance);
        }
      }
      expectClose(uniformity(x), Math.log((2 * sum) / (count * (count - 1))), { rtol: 1e-6, atol: 1e-6 });
    });
  }
});

test("does not depend on the order of the points, and pushes two apart", () => {
  const x = unitRows(2, 30, 5);
  expectClose(uniformity(flip(x, [0])), uniformity(x), { rtol: 1e-6 });
  const pair = requireGradient(
    tensor([
      [1, 0],
      [0.8, 0.6],
    ]),
  );
  const [byPoint] = gradients(uniformity(pair), [pair]);
  // d/dx of −2‖x − y‖²: −4 (x − y)
  expectClose(
    byPoint!,
    [
      [-0.8, 2.4],
      [0.8, -2.4],
    ],
    { rtol: 1e-5 },
  );
});

test("refuses a single point", () => {
  expect(() => uniformity(zeros([1, 3]))).toThrow("uniformity: x is [1, 3]; it must be [n, d] with two rows or more");
});
