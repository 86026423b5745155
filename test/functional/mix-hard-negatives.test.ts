// Oracle: points mixed by hand in the plane, and slow double loops.
import { expect, test } from "vitest";
import { drawMixing, mixHardNegatives } from "../../src/functional/index.ts";
import { full, gradients, randomKey, requireGradient, sumAll, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { booleans, integersOf, rowsOf, unitRows } from "./points.ts";
import { dot, slowHardest, slowMixes } from "./slow-mixing.ts";

const counts = { hardest: 6, synthetic: 30, syntheticWithQuery: 20 };

test("mixes two points of the plane", () => {
  const draws = {
    first: integersOf([[0]]),
    second: integersOf([[1]]),
    alpha: tensor([[0.75]]),
    withQuery: integersOf([[1]]),
    beta: tensor([[0.25]]),
  };
  const query = tensor([[1, 0]]);
  const keys = tensor([
    [0, -1],
    [0.8, 0.6],
    [0, 1],
  ]);
  // The two hardest are (0.8, 0.6) and, tied at 0, one of the others: the lower one is struck out.
  const { pairMixed, queryMixed } = mixHardNegatives(query, keys, {
    hardest: 2,
    synthetic: 1,
    syntheticWithQuery: 1,
    draws,
    exclude: booleans([[true, false, false]]),
  });
  const unit = (x: number, y: number) => [x / Math.hypot(x, y), y / Math.hypot(x, y)];
  expectClose(pairMixed, [[unit(0.6, 0.7)]], { atol: 1e-6 });
  expectClose(queryMixed, [[unit(0.25, 0.75)]], { atol: 1e-6 });
});

test("equals the slow loops, and all points are unit vectors", () => {
  const [query, keys] = [unitRows(1, 5, 8), unitRows(2, 40, 8)];
  const draws = drawMixing(randomKey(3), full([5, 1], 6, { dtype: "int64" }), counts);
  const { pairMixed, queryMixed } = mixHardNegatives(query, keys, { ...counts, draws });
  const hardest = rowsOf(query).map((row) => slowHardest(row, rowsOf(keys)));
  const slow = slowMixes(rowsOf(query), rowsOf(keys), hardest, draws);
  expectClose(
    pairMixed,
    slow.map((mixes) => mixes.pairMixed),
    { atol: 1e-6 },
  );
  expectClose(
    queryMixed,
    slow.map((mixes) => mixes.queryMixed),
    { atol: 1e-6 },
  );
  for (const points of [pairMixed, queryMixed]) {
    const flat = points.toNumbers();
    for (let start = 0; start < flat.length; start += 8) {
      const point = flat.slice(start, start + 8);
      expect(Math.abs(dot(point, point) - 1)).toBeLessThan(1e-6);
    }
  }
});

test("points are constants, unless gradient through the query is asked for", () => {
  const query = requireGradient(unitRows(1, 5, 8));
  const keys = requireGradient(unitRows(2, 40, 8));
  const mixing = { ...counts, key: randomKey(3) };
  expect(mixHardNegatives(query, keys, mixing).queryMixed.requiresGrad).toBe(false);
  const { pairMixed, queryMixed } = mixHardNegatives(query, keys, { ...mixing, throughQuery: true });
  expect(pairMixed.requiresGrad).toBe(false);
  const [byQuery, byKeys] = gradients(sumAll(queryMixed), [query, keys]);
  expect(Math.max(...byQuery!.toNumbers().map(Math.abs))).toBeGreaterThan(0.01);
  expect(byKeys).toBeUndefined();
});

test("what has no parents is zero", () => {
  const exclude = booleans([
    [true, true, false],
    [true, true, true],
  ]);
  const { pairMixed, queryMixed } = mixHardNegatives(unitRows(1, 2, 4), unitRows(2, 3, 4), {
    hardest: 2,
    synthetic: 3,
    syntheticWithQuery: 1,
    key: randomKey(1),
    exclude,
  });
  expect(pairMixed.toNumbers().every((value) => value === 0)).toBe(true);
  expect(queryMixed.toNumbers().slice(4)).toEqual([0, 0, 0, 0]);
  expect(Math.abs(dot(queryMixed.toNumbers(), queryMixed.toNumbers()) - 1)).toBeLessThan(1e-6);
});

test("speaks in its own name", () => {
  expect(() => mixHardNegatives(zeros([2, 3]), zeros([4, 5]), { ...counts, key: randomKey(1) })).toThrow(
    "mixHardNegatives: query is [2, 3] but keys are [4, 5]",
  );
});
