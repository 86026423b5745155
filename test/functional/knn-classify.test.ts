// Oracle: hand-worked votes, and a slow loop that sorts all neighbours.
import { expect, test } from "vitest";
import { knnClassify } from "../../src/functional/index.ts";
import { memoryUse, scope, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { integersOf, rowsOf, unitRows } from "./points.ts";
import { dot } from "./slow-mixing.ts";

test("votes with e^(cos/T), the k nearest only", () => {
  const bank = tensor([
    [1, 0],
    [0.6, 0.8],
    [0, 1],
  ]);
  const { predictions, scores } = knnClassify(tensor([[1, 0]]), bank, integersOf([0, 1, 1]), {
    k: 2,
    temperature: 0.5,
    classes: 2,
  });
  expectClose(scores, [[Math.exp(2), Math.exp(1.2)]], { rtol: 1e-6 });
  expect(predictions.toNumbers()).toEqual([0]);
});

test("equals the slow loop, on both sides of where one chunk of queries ends", () => {
  scope(() => {
    const [queries, bank] = [unitRows(1, 2200, 2), unitRows(2, 8000, 2)];
    const boundary = Math.floor(2 ** 24 / 8000);
    const labels = Array.from({ length: 8000 }, (_, row) => (row * 7) % 5);
    const options = { k: 50, temperature: 0.07, classes: 5 };
    const scores = rowsOf(knnClassify(queries, bank, integersOf(labels), options).scores);
    const [points, asked] = [rowsOf(bank), rowsOf(queries)];
    for (const row of [0, boundary - 1, boundary, 2199]) {
      const votes = [0, 0, 0, 0, 0];
      const near = points.map((point, index) => ({ cosine: dot(asked[row]!, point), label: labels[index]! }));
      for (const { cosine, label } of near.sort((a, b) => b.cosine - a.cosine).slice(0, 50))
        votes[label]! += Math.exp(cosine / 0.07);
      expectClose(scores[row]!, votes, { rtol: 1e-4 });
    }
  });
});

test("lets all vote where k is larger than the bank", () => {
  const options = { temperature: 1, classes: 2 };
  const bank = tensor([
    [1, 0],
    [0, 1],
  ]);
  const all = knnClassify(tensor([[1, 0]]), bank, integersOf([0, 1]), { k: 200, ...options });
  expectClose(all.scores, [[Math.E, 1]], { rtol: 1e-6 });
});

test("stays finite at low temperatures", () => {
  const { scores } = knnClassify(tensor([[1, 0]]), tensor([[1, 0]]), integersOf([0]), {
    k: 1,
    temperature: 0.01,
    classes: 1,
  });
  expectClose(scores, [[Math.exp(100)]], { rtol: 1e-4 });
});

test("leaves only its results behind", () => {
  scope(() => {
    const [queries, bank, labels] = [unitRows(1, 3, 2), unitRows(2, 9, 2), integersOf(new Array(9).fill(0))];
    const before = memoryUse().tensors;
    knnClassify(queries, bank, labels, { k: 2, temperature: 1, classes: 1 });
    expect(memoryUse().tensors).toBe(before + 2);
  });
});

test("refuses what cannot be", () => {
  const options = { k: 2, temperature: 1, classes: 2 };
  expect(() => knnClassify(zeros([2, 3]), zeros([4, 3]), integersOf([0, 1]), options)).toThrow(
    "knnClassify: queries are [2, 3], bank is [4, 3] but labels are [2]; they must be [q, D], [n, D] and [n]",
  );
  const labels = integersOf([0, 1, 0, 1]);
  expect(() => knnClassify(zeros([2, 3]), zeros([4, 3]), labels, { ...options, k: 0 })).toThrow("k is 0; it must be");
});
