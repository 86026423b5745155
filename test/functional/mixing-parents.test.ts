// Oracle: ranks looked up by hand in lists sorted by a slow loop.
import { expect, test } from "vitest";
import { chooseParents, type Mixing } from "../../src/functional/mixing-parents.ts";
import { matmul, randomKey, t, tensor, zeros } from "../../src/tensor/index.ts";
import { integersOf, rowsOf, unitRows } from "./points.ts";
import { slowHardest } from "./slow-mixing.ts";

const draws = {
  first: integersOf([
    [0, 2],
    [1, 1],
  ]),
  second: integersOf([
    [1, 0],
    [0, 2],
  ]),
  alpha: tensor([
    [0.5, 0.25],
    [0.75, 0.1],
  ]),
  withQuery: integersOf([[2], [0]]),
  beta: tensor([[0.1], [0.4]]),
};
const mixing: Mixing = { hardest: 3, synthetic: 2, syntheticWithQuery: 1, draws };

test("turns ranks into rows of the keys", () => {
  const logits = tensor([
    [0.1, 0.9, 0.3, 0.5],
    [0.4, -0.2, 0.8, 0.6],
  ]);
  const parents = chooseParents("test", logits, mixing);
  expect(rowsOf(parents.hardestIndices)).toEqual([
    [1, 3, 2],
    [2, 3, 0],
  ]);
  expect(rowsOf(parents.first)).toEqual([
    [1, 2],
    [3, 3],
  ]);
  expect(rowsOf(parents.second)).toEqual([
    [3, 1],
    [2, 0],
  ]);
  expect(rowsOf(parents.withQuery)).toEqual([[2], [2]]);
});

test("every query draws from its own hardest negatives", () => {
  const [query, keys] = [unitRows(1, 12, 8), unitRows(2, 60, 8)];
  const parents = chooseParents("test", matmul(query, t(keys)), {
    hardest: 5,
    synthetic: 200,
    syntheticWithQuery: 200,
    key: randomKey(3),
  });
  const [first, second, withQuery] = [parents.first, parents.second, parents.withQuery].map(rowsOf) as number[][][];
  for (const [row, point] of rowsOf(query).entries()) {
    const own = new Set(slowHardest(point, rowsOf(keys)).slice(0, 5));
    expect(new Set(first![row]!)).toEqual(own);
    expect(new Set(second![row]!)).toEqual(own);
    expect(new Set(withQuery![row]!)).toEqual(own);
    expect(first![row]!.some((parent, column) => parent === second![row]![column])).toBe(false);
  }
});

test("a rank beyond what is left is nobody", () => {
  const parents = chooseParents(
    "test",
    tensor([
      [0.5, -Infinity, 0.7],
      [-Infinity, -Infinity, 0.1],
    ]),
    mixing,
  );
  expect(rowsOf(parents.first)).toEqual([
    [2, -1],
    [-1, -1],
  ]);
  expect(rowsOf(parents.second)).toEqual([
    [0, 2],
    [2, -1],
  ]);
  expect(rowsOf(parents.withQuery)).toEqual([[-1], [2]]);
});

test("refuses counts and draws that do not fit", () => {
  const logits = zeros([2, 4]);
  expect(() => chooseParents("f", logits, { ...mixing, hardest: 1 })).toThrow(
    "f: 2 + 1 synthetic negatives cannot be mixed from 1 hardest",
  );
  expect(() => chooseParents("f", logits, { ...mixing, synthetic: 3 })).toThrow(
    "f, draws: first is [2, 2], second is [2, 2] but alpha is [2, 2]; they must be [2, 3]",
  );
});
