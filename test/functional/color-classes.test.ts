// Oracle: Gaussians and logarithms in plain numbers, the definition of the weights, central differences.
import { expect, test } from "vitest";
import { rebalancedCrossEntropy, rebalancingWeights, softEncode } from "../../src/functional/index.ts";
import { requireGradient, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles } from "../nn/check-gradients.ts";
import { doubles as doubleRows, rowsOf } from "./points.ts";

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const centers = tensor([
  [0, 0],
  [10, 0],
  [0, 10],
  [50, 50],
]);

test("a colour is shared by its nearest classes, Gaussian in the distance", () => {
  const soft = softEncode(
    tensor([
      [4, 0],
      [0, 7],
    ]),
    centers,
    { neighbours: 3, deviation: 5 },
  );
  const gauss = (distances: number[]) => {
    const weights = distances.map((distance) => Math.exp((-distance * distance) / 50));
    return weights.map((weight) => weight / sumOf(weights));
  };
  const expected = [
    [...gauss([4, 6, Math.hypot(4, 10)]), 0],
    [...gauss([7, Math.hypot(10, 7), 3]), 0],
  ];
  expectClose(soft, expected, { atol: 1e-6 });
});

test("one neighbour is a hard class, and a colour far from all classes is still a distribution", () => {
  expectClose(softEncode(tensor([[6, 1]]), centers, { neighbours: 1, deviation: 5 }), [[0, 1, 0, 0]], { atol: 1e-6 });
  const far = softEncode(tensor([[500, -400]]), centers, { neighbours: 2, deviation: 5 });
  expect(sumOf(far.toNumbers())).toBeCloseTo(1, 5);
  expect(() => softEncode(centers, centers, { neighbours: 5, deviation: 5 })).toThrow("neighbours is 5");
});

// Zhang Eq. (4): w ∝ ((1 − λ) p̃ + λ/Q)⁻¹, E[w] = Σ_q p̃_q w_q = 1
test("rare classes weigh more, the mean under the prior is 1, and λ = 1 weighs all alike", () => {
  const prior = [0.7, 0.2, 0.1, 0];
  const weights = rebalancingWeights(tensor(prior), 0.5).toNumbers();
  const inverse = prior.map((share) => 1 / (0.5 * share + 0.5 / 4));
  const norm = sumOf(inverse.map((value, q) => prior[q]! * value));
  expectClose(
    weights,
    inverse.map((value) => value / norm),
    { rtol: 1e-5 },
  );
  expect(sumOf(weights.map((weight, q) => prior[q]! * weight))).toBeCloseTo(1, 5);
  expect(weights).toEqual(weights.toSorted((a, b) => a - b));
  expectClose(rebalancingWeights(tensor(prior), 1), [1, 1, 1, 1], { rtol: 1e-6 });
});

// Zhang Eq. (2): L = −Σ v(Z) Σ_q Z_q log Ẑ_q
// Zhang Eq. (3): v(Z) = w_q*, q* = arg max_q Z_q
test("the loss weighs each pixel by its most likely class", () => {
  const logits = [
    [1, 0, -1],
    [0, 2, 0.5],
  ];
  const targets = [
    [0.6, 0.4, 0],
    [0.1, 0.2, 0.7],
  ];
  const weights = [0.5, 1, 3];
  const losses = logits.map((row, n) => {
    const total = Math.log(sumOf(row.map(Math.exp)));
    return -sumOf(row.map((value, q) => targets[n]![q]! * (value - total))) * [0.5, 3][n]!;
  });
  expectClose(rebalancedCrossEntropy(tensor(logits), tensor(targets), tensor(weights)), sumOf(losses) / 2, {
    rtol: 1e-5,
  });
});

test("has the gradient of its central differences", () => {
  const logits = requireGradient(doubles(1, [4, 3]));
  const targets = doubleRows([
    [0.6, 0.4, 0],
    [0.1, 0.2, 0.7],
    [1, 0, 0],
    [0.3, 0.3, 0.4],
  ]);
  const weights = doubles(2, [3]);
  checkGradients([logits], () => rebalancedCrossEntropy(logits, targets, weights));
});

test("classes in a grid are told from colours that lie in them", () => {
  const soft = rowsOf(softEncode(centers, centers, { neighbours: 2, deviation: 5 }));
  expect(soft.map((row) => row.indexOf(Math.max(...row)))).toEqual([0, 1, 2, 3]);
});
