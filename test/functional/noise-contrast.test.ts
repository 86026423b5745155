// Oracle: the posterior h worked by hand for one positive and two samples, a slow loop, central differences in float64.
import { expect, test } from "vitest";
import { estimateMeanExponential, noiseContrast } from "../../src/functional/index.ts";
import { parameter } from "../../src/nn/module.ts";
import { meanAll, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients } from "../nn/check-gradients.ts";
import { doubles, rowsOf } from "./points.ts";

// InstDis Eq. (6): h = P / (P + m Pₙ)
// InstDis Eq. (7): J = −log h(i, v) − Σₘ log(1 − h(i, v′))
test("one image of three: P = exp(l)/Z against two samples of probability 1/3", () => {
  // τ = 1/2, Z = 3 · 1.5; logits 2 · log 2 = log 4, log 1 and log 9.
  const [positive, noise] = [tensor([[Math.log(2)]]), tensor([[0, Math.log(3)]])];
  const { losses, logits } = noiseContrast(positive, noise, { temperature: 0.5, meanExponential: tensor(1.5, []) });
  const h = (exponential: number) => exponential / 4.5 / (exponential / 4.5 + 2 / 3);
  expectClose(losses, [-Math.log(h(4)) - Math.log(1 - h(1)) - Math.log(1 - h(9))], { rtol: 1e-5 });
  // h(4) = 4/7, 1 − h(1) = 3/4, 1 − h(9) = 1/4
  expectClose(losses, [-Math.log((4 / 7) * (3 / 4) * (1 / 4))], { rtol: 1e-5 });
  expectClose(logits, [[Math.log(4), 0, Math.log(9)]], { atol: 1e-6 });
});

// InstDis Eq. (8): Z ≃ N/m Σₖ exp(vⱼₖ·f/τ)
test("the normaliser is the mean exponential of all samples", () => {
  const noise = [
    [0.5, -0.25, 0.1],
    [0.3, 0.9, -0.8],
  ];
  const mean = noise.flat().reduce((sum, cosine) => sum + Math.exp(cosine / 0.3), 0) / 6;
  expectClose(estimateMeanExponential(tensor(noise), 0.3), mean, { rtol: 1e-5 });
});

test("a masked sample costs nothing and passes on no gradient", () => {
  const options = { temperature: 0.2, meanExponential: tensor(2, []) };
  // A sample fewer also lowers m, so the normaliser rises to keep m · Z/N.
  const fewer = noiseContrast(tensor([[0.4]]), tensor([[0.1]]), { ...options, meanExponential: tensor(4, []) });
  const masked = noiseContrast(tensor([[0.4]]), tensor([[0.1, -Infinity]]), options);
  expectClose(masked.losses, fewer.losses, { rtol: 1e-6 });
});

test("its gradients equal their central differences", () => {
  const positive = parameter(doubles([[0.7], [-0.2]]));
  const noise = parameter(
    doubles([
      [0.1, -0.4, 0.3],
      [0.6, 0.2, -0.9],
    ]),
  );
  const meanExponential = doubles([[1.7]]);
  checkGradients([positive, noise], () =>
    meanAll(noiseContrast(positive, noise, { temperature: 0.3, meanExponential }).losses),
  );
  expect(rowsOf(noise)[1]![2]).toBeCloseTo(-0.9);
});

test("names the shapes that do not fit, and refuses a temperature of zero", () => {
  const meanExponential = tensor(1, []);
  expect(() => noiseContrast(zeros([2, 1]), zeros([3, 4]), { temperature: 1, meanExponential })).toThrow(
    "noiseContrast: positiveLogits are [2, 1] but negativeLogits are [3, 4]; they must be [B, 1] and [B, M]",
  );
  expect(() => estimateMeanExponential(zeros([2, 2]), 0)).toThrow("temperature is 0; it must be a positive number");
});
