// Oracle: a pair of images whose three terms are worked by hand, central differences in float64.
import { expect, test } from "vitest";
import { vicreg } from "../../src/methods/vicreg.ts";
import { copy_, fill_, randomKey, tensor, withoutGradient } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { stubEncoder } from "./stub-encoder.ts";

const options = { invarianceWeight: 20, varianceWeight: 10, covarianceWeight: 3 };
const given = {
  ids: Int32Array.from([8, 5]),
  options,
  progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
  random: randomKey(1),
};

/** Images whose first four pixels are the embedding, for an encoder that takes these. */
function pickingEncoder() {
  const encoder = stubEncoder();
  const picks = Array.from({ length: 4 }, (_, row) => Array.from({ length: 12 }, (_, pixel) => Number(pixel === row)));
  withoutGradient(() => copy_(encoder.weight, tensor(picks)));
  return encoder;
}
const images = (...embeddings: number[][]) =>
  tensor(
    embeddings.flatMap((row) => [...row, ...Array(8).fill(0)]),
    [embeddings.length, 3, 2, 2],
  );

// VICReg Eq. (6): L = λ s(Z, Z′) + μ [v(Z) + v(Z′)] + ν [c(Z) + c(Z′)]
test("a step weighs invariance, variance and covariance", () => {
  const views = {
    first: { images: images([0, 0, 0, 0], [2, 2, 0, 0]) },
    second: { images: images([0, 0, 0, 0], [2, 0, 0, 0]) },
  };
  const { loss, metrics } = vicreg.step({ ...given, views, modules: { encoder: pickingEncoder() } });
  // One of eight elements differs, by 2.
  const invariance = 4 / 8;
  // Variances 2, 2, 0, 0 and 2, 0, 0, 0: five of eight fall short by 1 − √ε.
  const variance = (5 / 8) * 0.99;
  // One covariance of 2 in the first view, twice; d is 4.
  const covariance = (2 * 4) / 4;
  expectClose(metrics.invariance as never, invariance, { rtol: 1e-5 });
  expectClose(metrics.deviation as never, 1 - variance, { rtol: 1e-5 });
  expectClose(metrics.covariance as never, covariance, { rtol: 1e-5 });
  expectClose(loss, 20 * invariance + 10 * variance + 3 * covariance, { rtol: 1e-5 });
});

test("a collapsed encoder pays the variance term in full", () => {
  const encoder = stubEncoder();
  withoutGradient(() => fill_(encoder.weight, 0));
  const view = { images: images([1, 2, 3, 4], [5, 6, 7, 8]) };
  const { loss, metrics } = vicreg.step({ ...given, views: { first: view, second: view }, modules: { encoder } });
  expectClose(loss, 10 * 0.99, { rtol: 1e-5 });
  expectClose(metrics.deviation as never, 0.01, { rtol: 1e-4 });
});

test("both views pass on a gradient, equal to its central differences", () => {
  const encoder = inDoubles(stubEncoder(0.2));
  const views = { first: { images: doubles(1, [5, 3, 2, 2]) }, second: { images: doubles(2, [5, 3, 2, 2]) } };
  checkGradients([encoder.weight], () => vicreg.step({ ...given, views, modules: { encoder } }).loss);
});

test("the views are the recipe's two", () => {
  expect(vicreg.views({ recipe: "byol", options })).toEqual({
    first: { recipe: "byol" },
    second: { recipe: "byol-second" },
  });
});
