// Oracle: a sorted list.
import { expect, test } from "vitest";
import { hardestNegatives } from "../../src/functional/index.ts";
import { matmul, t, tensor, zeros } from "../../src/tensor/index.ts";
import { rowsOf, unitRows } from "./points.ts";
import { slowHardest } from "./slow-mixing.ts";

test("lists the largest logits of each row, hardest first", () => {
  const [query, keys] = [unitRows(1, 4, 6), unitRows(2, 50, 6)];
  const { hardestIndices, available } = hardestNegatives(matmul(query, t(keys)), 7);
  const expected = rowsOf(query).map((row) => slowHardest(row, rowsOf(keys)).slice(0, 7));
  expect(rowsOf(hardestIndices)).toEqual(expected);
  expect(available.toNumbers()).toEqual([7, 7, 7, 7]);
});

test("leaves places empty rather than taking what is struck out", () => {
  const logits = tensor([
    [-Infinity, 0.5, -Infinity, 0.9],
    [-Infinity, -Infinity, -Infinity, -Infinity],
  ]);
  const { hardestIndices, available } = hardestNegatives(logits, 3);
  expect(rowsOf(hardestIndices)).toEqual([
    [3, 1, -1],
    [-1, -1, -1],
  ]);
  expect(available.toNumbers()).toEqual([2, 0]);
});

test.each([0, 9])("%d of 8 is refused", (hardest) => {
  expect(() => hardestNegatives(zeros([2, 8]), hardest)).toThrow(
    `${hardest} hardest negatives cannot be taken from logits [2, 8]`,
  );
});
