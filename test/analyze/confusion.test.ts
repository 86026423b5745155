// Oracle: counted by hand.
import { expect, test } from "vitest";
import { confusion } from "../../src/analyze/confusion.ts";

test("rows are true classes, columns predicted ones", () => {
  expect(confusion([0, 0, 1, 2, 2, 2], [0, 1, 1, 0, 2, 2], 3)).toEqual([
    [1, 1, 0],
    [0, 1, 0],
    [1, 0, 2],
  ]);
});
