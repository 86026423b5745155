// Oracle: hand-worked numbers.
import { expect, test } from "vitest";
import { rowDot } from "../../src/functional/index.ts";
import { tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

test("multiplies corresponding rows", () => {
  expectClose(
    rowDot(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([
        [5, 6],
        [7, 8],
      ]),
    ),
    [[17], [53]],
    {},
  );
});

test("names both shapes where they differ", () => {
  expect(() => rowDot(zeros([2, 3]), zeros([2, 4]))).toThrow(
    "rowDot: a is [2, 3] but b is [2, 4]; the shapes must agree",
  );
});
