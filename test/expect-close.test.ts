// Oracle: hand-made differences, each with the message it must give.
import { expect, test } from "vitest";
import { tensor } from "../src/tensor/index.ts";
import { expectClose } from "./expect-close.ts";

test("passes within the tolerances, absolute and relative", () => {
  expectClose([1, 2], [1.05, 2], { atol: 0.1 });
  expectClose(101, 100, { rtol: 0.011 });
  expectClose(tensor([[1, 2]]), [[1, 2]], {});
  expectClose([Number.NaN, Infinity], [Number.NaN, Infinity], {});
});

test("reports the largest difference, its place and both values", () => {
  const actual = tensor([
    [1, 2, 3],
    [4, 5.5, 6.25],
  ]);
  const expected = [
    [1, 2, 3],
    [4, 5, 7],
  ];
  expect(() => expectClose(actual, expected, { atol: 0.1 })).toThrow(
    "2 of 6 differ; the largest difference 0.75 is at [1, 2]: got 6.25, expected 7 (atol 0.1, rtol 0)",
  );
});

test("refuses other shapes, NaN and infinities", () => {
  expect(() => expectClose([1, 2], [1, 2, 3], {})).toThrow("the shape is [2], expected [3]");
  expect(() => expectClose([Number.NaN], [1], { atol: 1 })).toThrow("got NaN, expected 1");
  expect(() => expectClose([Infinity], [1], { atol: 1e9 })).toThrow("got Infinity, expected 1");
  expect(() => expectClose([1], [Infinity], { rtol: 1 })).toThrow("got 1, expected Infinity");
});
