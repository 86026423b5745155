// Oracle: the vectors of `mixHardNegatives`, and the properties that mixing has by construction.
import { describe, expect, test } from "vitest";
import {
  drawMixing,
  hardestNegatives,
  infoNce,
  mixHardNegatives,
  negativeLogits,
  rowDot,
} from "../../src/functional/index.ts";
import {
  cat,
  einsum,
  flip,
  full,
  gradients,
  indexSelect,
  logsumexp,
  matmul,
  memoryUse,
  narrow,
  randomKey,
  requireGradient,
  scope,
  sumAll,
  type Tensor,
  t,
  zeros,
} from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { booleans, integersOf, rowsOf, unitRows } from "./points.ts";

const [batch, size, width] = [6, 40, 8];
const counts = { hardest: 8, synthetic: 30, syntheticWithQuery: 20 };
const mixing = { ...counts, key: randomKey(3) };
const inputs = () => ({ query: unitRows(1, batch, width), keys: unitRows(2, size, width) });
const syntheticOf = (logits: Tensor) => narrow(logits, 1, size, counts.synthetic + counts.syntheticWithQuery);

test("without mixing: the products of queries and keys", () => {
  const { query, keys } = inputs();
  const { logits, realCount, mixed } = negativeLogits(query, keys);
  expectClose(logits, matmul(query, t(keys)), {});
  expect(realCount).toBe(size);
  expect(mixed).toBeUndefined();
});

test("with mixing: these first, then the products with the mixed points of the same key", () => {
  const { query, keys } = inputs();
  const { logits, realCount, mixed } = negativeLogits(query, keys, { mixing });
  const { pairMixed, queryMixed, parents } = mixHardNegatives(query, keys, mixing);
  expect(realCount).toBe(size);
  expectClose(narrow(logits, 1, 0, size), matmul(query, t(keys)), {});
  expectClose(syntheticOf(logits), einsum("bd,bsd->bs", [query, cat([pairMixed, queryMixed], 1)]), { atol: 1e-6 });
  expect(mixed!.first.toNumbers()).toEqual(parents.first.toNumbers());
});

test.each([
  [0, 20],
  [30, 0],
])("s = %d and s′ = %d are fine alone", (synthetic, syntheticWithQuery) => {
  const { query, keys } = inputs();
  const { logits } = negativeLogits(query, keys, { mixing: { ...mixing, synthetic, syntheticWithQuery } });
  expect(logits.shape).toEqual([batch, size + synthetic + syntheticWithQuery]);
  expect(logits.toNumbers().every(Number.isFinite)).toBe(true);
});

test("a query-mixed negative is never easier than its parent", () => {
  const [query, keys] = [unitRows(1, 20, 4), unitRows(2, size, 4)];
  // All keys, the most distant too.
  const all = { ...mixing, hardest: size, synthetic: 0, syntheticWithQuery: 500 };
  const { logits, mixed } = negativeLogits(query, keys, { mixing: all });
  const [values, parents] = [rowsOf(logits), rowsOf(mixed!.withQuery)];
  for (const [row, parentRows] of parents.entries()) {
    for (const [column, parent] of parentRows.entries())
      expect(values[row]![size + column]!).toBeGreaterThanOrEqual(values[row]![parent]! - 1e-6);
  }
});

test("does not depend on the order of the batch", () => {
  const { query, keys } = inputs();
  const { mixed, logits } = negativeLogits(query, keys, { mixing });
  const ranks = (parents: Tensor) => {
    const lists = rowsOf(hardestNegatives(matmul(query, t(keys)), counts.hardest).hardestIndices);
    return integersOf(
      rowsOf(parents)
        .map((row, index) => row.map((parent) => lists[index]!.indexOf(parent)))
        .reverse(),
    );
  };
  const draws = {
    first: ranks(mixed!.first),
    second: ranks(mixed!.second),
    alpha: flip(mixed!.alpha, [0]),
    withQuery: ranks(mixed!.withQuery),
    beta: flip(mixed!.beta, [0]),
  };
  const flipped = negativeLogits(flip(query, [0]), keys, { mixing: { ...counts, draws } });
  expectClose(flip(flipped.logits, [0]), logits, { atol: 1e-6 });
});

test("nor on the order of the keys, where draws are ranks", () => {
  const { query, keys } = inputs();
  const rows = integersOf(Array.from({ length: size }, (_, row) => (row * 7) % size));
  const draws = drawMixing(randomKey(3), full([batch, 1], counts.hardest, { dtype: "int64" }), counts);
  const some = negativeLogits(query, keys, { mixing: { ...counts, draws } }).logits;
  const other = negativeLogits(query, indexSelect(keys, 0, rows), { mixing: { ...counts, draws } }).logits;
  expectClose(syntheticOf(other), syntheticOf(some), { atol: 1e-6 });
  expectClose(logsumexp(other, [1]), logsumexp(some, [1]), { atol: 1e-5 });
});

test("queries get a gradient, keys never", () => {
  const query = requireGradient(unitRows(1, batch, width));
  const keys = requireGradient(unitRows(2, size, width));
  const { logits } = negativeLogits(query, keys, { mixing });
  const [byQuery, byKeys] = gradients(sumAll(logits), [query, keys]);
  expect(byQuery!.toNumbers().every(Number.isFinite)).toBe(true);
  expect(byKeys).toBeUndefined();
});

test("leaves only its results behind", () => {
  scope(() => {
    const { query, keys } = inputs();
    const before = memoryUse().tensors;
    const { mixed } = negativeLogits(query, keys, { mixing });
    expect(memoryUse().tensors - before).toBe(1 + Object.keys(mixed!).length);
  });
});

describe("exclusion", () => {
  // 39, 30, 8, 3, 1 and no negatives left.
  const left = [39, 30, 8, 3, 1, 0];
  const isExcluded = left.map((count, row) =>
    Array.from({ length: size }, (_, key) => (key * 7 + row) % size >= count),
  );
  const excluded = () => ({ ...inputs(), exclude: booleans(isExcluded) });

  test("never leaks: neither into logits nor into parents", () => {
    const { query, keys, exclude } = excluded();
    for (let seed = 0; seed < 20; seed++) {
      const { logits, mixed } = negativeLogits(query, keys, { exclude, mixing: { ...counts, key: randomKey(seed) } });
      const values = rowsOf(logits);
      for (const [row, excludedKeys] of isExcluded.entries()) {
        for (const [key, isOut] of excludedKeys.entries()) expect(values[row]![key] === -Infinity).toBe(isOut);
        for (const list of [mixed!.first, mixed!.second, mixed!.withQuery])
          for (const parent of rowsOf(list)[row]!) expect(parent >= 0 && excludedKeys[parent]).toBe(false);
      }
    }
  });

  test("fewer than N left means fewer to mix; below two no pairs, below one nothing", () => {
    const { query, keys, exclude } = excluded();
    const { logits, mixed } = negativeLogits(query, keys, { exclude, mixing });
    const synthetic = rowsOf(syntheticOf(logits));
    const finite = (row: number, from: number, to: number) => synthetic[row]!.slice(from, to).every(Number.isFinite);
    const struckOut = (row: number, from: number, to: number) =>
      synthetic[row]!.slice(from, to).every((value) => value === -Infinity);
    const all = counts.synthetic + counts.syntheticWithQuery;
    for (const row of [0, 1, 2, 3]) expect(finite(row, 0, all)).toBe(true);
    expect(new Set(rowsOf(mixed!.first)[3]!).size).toBe(3);
    expect(struckOut(4, 0, counts.synthetic)).toBe(true);
    expect(finite(4, counts.synthetic, all)).toBe(true);
    expect(struckOut(5, 0, all)).toBe(true);
  });

  test("loss and gradient stay finite, and equal those without the excluded keys", () => {
    const { query: raw, keys, exclude } = excluded();
    const query = requireGradient(raw);
    const key = unitRows(5, batch, width);
    const lossOf = (logits: Tensor, q: Tensor, k: Tensor) => infoNce(rowDot(q, k), logits, { temperature: 0.2 }).loss;
    const [all] = gradients(lossOf(negativeLogits(query, keys, { exclude, mixing }).logits, query, key), [query]);
    expect(all!.toNumbers().every(Number.isFinite)).toBe(true);

    const row = 1;
    const kept = isExcluded[row]!.flatMap((isOut, index) => (isOut ? [] : [index]));
    const one = requireGradient(narrow(raw, 0, row, 1));
    const few = lossOf(negativeLogits(one, indexSelect(keys, 0, integersOf(kept))).logits, one, narrow(key, 0, row, 1));
    const same = lossOf(
      negativeLogits(one, keys, { exclude: narrow(exclude, 0, row, 1) }).logits,
      one,
      narrow(key, 0, row, 1),
    );
    expectClose(same, few, { rtol: 1e-6 });
    expectClose(gradients(same, [one])[0]!, gradients(few, [one])[0]!, { atol: 1e-6 });
  });
});

test("names the shapes that do not fit", () => {
  expect(() => negativeLogits(zeros([256, 128]), zeros([65536, 64]))).toThrow(
    "negativeLogits: query is [256, 128] but keys are [65536, 64]; the last axis must agree",
  );
});
