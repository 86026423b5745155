// Oracle: counts and products worked by hand on small logits.
import { describe, expect, test } from "vitest";
import { isSameClass, proxyTop1, withBatchNegatives } from "../../src/methods/contrast.ts";
import { requireGradient, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { booleans, integersOf } from "../functional/points.ts";

describe("proxy accuracy", () => {
  test("is the share of rows whose first logit is above all others", () => {
    const logits = tensor([
      [2, 1, 0],
      [1, 2, 0],
      [-1, -3, -2],
      [0, -1, 0.5],
    ]);
    expect(proxyTop1(logits).item()).toBe(0.5);
  });

  test("counts struck-out negatives as none", () => {
    expect(proxyTop1(tensor([[-5, Number.NEGATIVE_INFINITY, -6]])).item()).toBe(1);
  });

  test("is 0 where all logits are equal, as those of a collapsed encoder are", () => {
    expect(proxyTop1(tensor([[1, 1, 1]])).item()).toBe(0);
  });

  test("needs no gradient", () => {
    expect(proxyTop1(requireGradient(tensor([[2, 1]]))).requiresGrad).toBe(false);
  });
});

test("the batch's keys join the negatives, each query's own key as −∞", () => {
  const query = tensor([
    [1, 0],
    [0.6, 0.8],
  ]);
  const key = tensor([
    [0, 1],
    [0.8, -0.6],
  ]);
  const negatives = tensor([
    [0.1, 0.2, 0.3],
    [0.4, 0.5, 0.6],
  ]);
  const expected = [
    [0.1, 0.2, 0.3, Number.NEGATIVE_INFINITY, 0.8],
    [0.4, 0.5, 0.6, 0.8, Number.NEGATIVE_INFINITY],
  ];
  expectClose(withBatchNegatives(negatives, query, key), expected, { atol: 1e-7 });
  // Synthetic negatives stay behind all real ones.
  const withSynthetic = expected.map(([a, b, synthetic, ...batch]) => [a!, b!, ...batch, synthetic!]);
  expectClose(withBatchNegatives(negatives, query, key, 2), withSynthetic, { atol: 1e-7 });
});

test("what is excluded of the batch's keys is −∞ instead of the own keys alone", () => {
  const query = tensor([
    [1, 0],
    [0.6, 0.8],
  ]);
  const exclude = booleans([
    [true, true],
    [false, true],
  ]);
  const inf = Number.NEGATIVE_INFINITY;
  expectClose(
    withBatchNegatives(tensor([[0.1], [0.4]]), query, query, 1, exclude),
    [
      [0.1, inf, inf],
      [0.4, 0.6, inf],
    ],
    { atol: 1e-7 },
  );
});

test("the same class is told pair by pair; a key of no class is of none", () => {
  const isSame = isSameClass(integersOf([3, 0]), integersOf([0, 3, -1]));
  expect(isSame.toNumbers()).toEqual([0, 1, 0, 1, 0, 0]);
});
