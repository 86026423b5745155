// Oracle: hand-worked numbers for each form a generated operator takes.
import { expect, test } from "vitest";
import {
  add,
  add_,
  embeddingBag,
  foreachMul_,
  gather,
  split,
  sum,
  tensor,
  to,
  topk,
  unbind,
} from "../../src/tensor/index.ts";

test("an argument that is a tensor or a number", () => {
  expect(add(tensor([1, 2]), 10).toNumbers()).toEqual([11, 12]);
  expect(add(tensor([1, 2]), tensor([10, 20]), { alpha: 2 }).toNumbers()).toEqual([21, 42]);
});

test("in place: the same tensor comes back, lists change where they are", () => {
  const x = tensor([1]);
  expect(add_(x, 1)).toBe(x);
  foreachMul_([x], 3);
  expect(x.toNumbers()).toEqual([6]);
});

test("several results, named by the schema or counted", () => {
  const { values, indices } = topk(tensor([[1, 5, 3]]), 2);
  expect([values.toNumbers(), indices.toNumbers()]).toEqual([
    [5, 3],
    [1, 2],
  ]);
  const rows = tensor([
    [1, 2],
    [3, 4],
  ]);
  const bag = embeddingBag(rows, to(tensor([0, 1]), "int64"), to(tensor([0]), "int64"), false, 0);
  expect(bag.first.toNumbers()).toEqual([4, 6]);
});

test("lists of tensors, also as results", () => {
  expect(
    unbind(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ).map((row) => row.toNumbers()),
  ).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(split(tensor([1, 2, 3]), 2).map((part) => part.shape)).toEqual([[2], [1]]);
});

test("lists of numbers, options and defaults", () => {
  expect(
    sum(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      [0],
      true,
    ).shape,
  ).toEqual([1, 2]);
  expect(sum(tensor([1, 2]), [0], false, { dtype: "float64" }).dtype).toBe("float64");
  expect(gather(tensor([[1, 2]]), 1, to(tensor([[1]]), "int64")).item()).toBe(2);
});
