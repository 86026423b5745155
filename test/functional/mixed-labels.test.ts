// Oracle: a slow loop over queries, InfoNCE where nothing is mixed, central differences in float64.
import { expect, test } from "vitest";
import { mixedLabels } from "../../src/functional/index.ts";
import { fromTypedArray, requireGradient, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles } from "../nn/check-gradients.ts";
import { rowsOf } from "./points.ts";

const partners = Int32Array.from([2, 0, 2]);
const shares = fromTypedArray(Float64Array.from([0.7, 0.5, 1]), [3]);
const temperature = 0.3;

// i-Mix Algorithm 1: L = λ CE(logits, i) + (1 − λ) CE(logits, r(i))
test("equals the loop over queries", () => {
  const [batch, negatives] = [doubles(1, [3, 3]), doubles(2, [3, 4])];
  const [b, n] = [rowsOf(batch), rowsOf(negatives)];
  const logits = b.map((row, i) => [...row, ...n[i]!].map((cosine) => cosine / temperature));
  const crossEntropy = (row: number[], k: number) =>
    Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - row[k]!;
  const expected = logits.map((row, i) => {
    const share = [0.7, 0.5, 1][i]!;
    return share * crossEntropy(row, i) + (1 - share) * crossEntropy(row, partners[i]!);
  });
  const result = mixedLabels(batch, negatives, { partners, shares }, { temperature });
  expectClose(result.loss, expected.reduce((sum, loss) => sum + loss, 0) / 3, { rtol: 1e-9 });
  expectClose(result.logits, logits, { rtol: 1e-9 });
});

test("by hand: two images, half and half, nothing told apart", () => {
  const mixture = { partners: Int32Array.from([1, 0]), shares: tensor([0.5, 0.5]) };
  expectClose(mixedLabels(zeros([2, 2]), zeros([2, 1]), mixture, { temperature }).loss, Math.log(3), { rtol: 1e-6 });
});

test("has the gradient of its central differences", () => {
  const leaves = [requireGradient(doubles(1, [3, 3])), requireGradient(doubles(2, [3, 4]))] as const;
  checkGradients(leaves, () => mixedLabels(...leaves, { partners, shares }, { temperature }).loss);
});

test("other shapes are refused", () => {
  expect(() => mixedLabels(zeros([3, 2]), zeros([3, 4]), { partners, shares }, { temperature })).toThrow(
    "mixedLabels: ",
  );
});
