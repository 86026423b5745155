// Oracle: the paper's equations in plain numbers, row by row; InfoNCE where nothing is corrected; central differences.
import { expect, test } from "vitest";
import { debiasedInfoNce, infoNce } from "../../src/functional/index.ts";
import { mul, normal, randomKey, requireGradient, tensor, to } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients } from "../nn/check-gradients.ts";

const temperature = 0.5;
const positive = [0.9, -0.2];
const negatives = [
  [0.4, -0.1, 0.3],
  [-0.9, -0.8, -1],
];

// Debiased Eq. (7): −log( exp(q·k/τ) / (exp(q·k/τ) + M g) )
// Debiased Eq. (8): g = max( (mean of exp(q·nᵢ/τ) − τ⁺ exp(q·k/τ)) / (1 − τ⁺), exp(−1/τ) )
function slow(classPrior: number, rows = negatives): number {
  const losses = rows.map((row, at) => {
    const e = (cosine: number) => Math.exp(cosine / temperature);
    const mean = row.reduce((sum, n) => sum + e(n), 0) / row.length;
    const g = Math.max((mean - classPrior * e(positive[at]!)) / (1 - classPrior), e(-1));
    return -Math.log(e(positive[at]!) / (e(positive[at]!) + row.length * g));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / rows.length;
}
const lossOf = (classPrior: number, rows = negatives) =>
  debiasedInfoNce(tensor(positive.map((value) => [value])), tensor(rows), { temperature, classPrior }).loss;

test.each([0.05, 0.1, 0.3])("is the paper's with a class prior of %d, whether or not the bound holds", (prior) => {
  expectClose(lossOf(prior), slow(prior), { rtol: 1e-5 });
});

test("the bound exp(−1/τ) takes hold: of the second row at 0.3, not of either at 0.05", () => {
  const e = (cosine: number) => Math.exp(cosine / temperature);
  const corrected = (row: number, prior: number) =>
    (negatives[row]!.reduce((sum, n) => sum + e(n), 0) / 3 - prior * e(positive[row]!)) / (1 - prior);
  expect(corrected(1, 0.3)).toBeLessThan(e(-1));
  expect(Math.min(corrected(0, 0.05), corrected(1, 0.05))).toBeGreaterThan(e(-1));
});

test("is InfoNCE without a prior, and infoNce hands over to it with one", () => {
  const input = [tensor(positive.map((value) => [value])), tensor(negatives)] as const;
  expectClose(lossOf(0), infoNce(...input, { temperature }).loss.item(), { rtol: 1e-6 });
  const { loss, logits } = infoNce(...input, { temperature, classPrior: 0.1 });
  expectClose(loss, slow(0.1), { rtol: 1e-5 });
  const expected = positive.map((value, row) => [value, ...negatives[row]!].map((cosine) => cosine / temperature));
  expectClose(logits, expected, { atol: 1e-6 });
});

test("what is struck out is no negative: it is not counted in M either", () => {
  const struck = negatives.map((row) => [row[0]!, Number.NEGATIVE_INFINITY, row[2]!]);
  const without = negatives.map((row) => [row[0]!, row[2]!]);
  expectClose(lossOf(0.1, struck), slow(0.1, without), { rtol: 1e-5 });
});

test("a low temperature does not overflow", () => {
  const input = [tensor([[1]]), tensor([[0.99, -1]])] as const;
  const { loss } = debiasedInfoNce(...input, { temperature: 0.005, classPrior: 0.1 });
  // exp(−2) of the positive's is left of the mean, 0.0677, less the prior's 0.1: nothing but the bound.
  expect(loss.item()).toBeGreaterThanOrEqual(0);
  expect(loss.item()).toBeLessThan(0.01);
});

test("has the gradient of its central differences, on both sides of the bound", () => {
  const cosines = (seed: number, shape: number[]) =>
    requireGradient(mul(to(normal(randomKey(seed), shape), "float64"), 0.3));
  const [p, n] = [cosines(1, [5, 1]), cosines(2, [5, 6])];
  checkGradients([p, n], () => debiasedInfoNce(p, n, { temperature, classPrior: 0.4 }).loss);
});

test("refuses a prior that is none", () => {
  expect(() => lossOf(1)).toThrow("debiasedInfoNce: classPrior is 1; it must be in [0, 1)");
});
