// Oracle: squared distances of unit rows in a slow loop, central differences in float64, the momentum target moved by hand.
import { expect, test } from "vitest";
import { byol } from "../../src/methods/byol.ts";
import { ProjectionHead } from "../../src/nn/mlp-head.ts";
import { momentumOf } from "../../src/nn/module.ts";
import { add_, backward, gradientOf, normal, randomKey, scope, withoutGradient } from "../../src/tensor/index.ts";
import { makeOptimizer, trainableParameters } from "../../src/train/loop.ts";
import { trainStep } from "../../src/train/step.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder, toyImages, toyOptions } from "../train/toy-job.ts";
import { dot, slowEmbeddings, stubEncoder } from "./stub-encoder.ts";

const options = { encoderMomentum: 0.9, predictorHidden: 5 };
const given = {
  ids: Int32Array.from([8, 5, 6]),
  options,
  progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
  random: randomKey(1),
};
const views = {
  first: { images: normal(randomKey(13), [3, 3, 2, 2]) },
  second: { images: normal(randomKey(14), [3, 3, 2, 2]) },
};
const shape = { layers: 1, hidden: 5, outputs: 4, hasBatchNorm: false };

function modules() {
  const encoder = stubEncoder();
  const target = momentumOf(encoder, 0.9);
  // Another network than the online one, so that exchanging them would be seen.
  withoutGradient(() => add_(target.weight, normal(randomKey(21), [4, 12])));
  return { encoder, predictor: new ProjectionHead(4, shape, randomKey(3)), target };
}

// BYOL Eq. (2), symmetric: L = ‖p̄₁ − z̄′₂‖² + ‖p̄₂ − z̄′₁‖²
test("a step predicts the target's embedding of the other view, both ways", () => {
  const { encoder, predictor, target } = modules();
  const predictions = (images: typeof views.first.images) =>
    rowsOf(predictor.forward(encoder.forward(images))).map((row) => row.map((value) => value / Math.hypot(...row)));
  const distance = (a: number[][], b: number[][]) =>
    a.reduce((sum, row, i) => sum + 2 - 2 * dot(row, b[i]!), 0) / a.length;
  const [first, second] = [views.first.images, views.second.images];
  const expected =
    distance(predictions(first), slowEmbeddings(target.weight, second)) +
    distance(predictions(second), slowEmbeddings(target.weight, first));
  const { loss, metrics } = byol.step({ ...given, views, modules: { encoder, predictor, target } });
  expectClose(loss, expected, { rtol: 1e-5 });
  expectClose(metrics.similarity as never, 1 - expected / 4, { rtol: 1e-4 });
});

test("the gradient stops at the target, and equals its central differences elsewhere", () => {
  const { encoder, predictor, target } = modules();
  const [online, slow] = [inDoubles(encoder), inDoubles(target)];
  inDoubles(predictor);
  const inDouble = { first: { images: doubles(1, [3, 3, 2, 2]) }, second: { images: doubles(2, [3, 3, 2, 2]) } };
  const step = () => byol.step({ ...given, views: inDouble, modules: { encoder: online, predictor, target: slow } });
  backward(step().loss);
  expect(gradientOf(slow.weight)).toBeUndefined();
  checkGradients([online.weight, ...predictor.parameters().values()], () => step().loss);
});

// BYOL Eq. (1): ξ ← τ ξ + (1 − τ) θ, moved by the training loop after each optimiser step.
test("the target starts as a copy, gets no optimiser, and moves by 1 − τ, which falls over the run", async () => {
  const built = byol.build({
    options,
    encoder: { ...toyEncoder, headBatchNorm: true },
    data: { length: 24, classes: undefined },
    random: randomKey(1),
  });
  const name = "backbone.conv1.weight";
  const weight = (module: typeof built.encoder) => module.parameters().get(name)!.toNumbers();
  expect(weight(built.target)).toEqual(weight(built.encoder));
  const parameters = trainableParameters(built);
  expect([...parameters.keys()].filter((path) => path.startsWith("target."))).toEqual([]);
  const context = {
    method: byol as never,
    methodOptions: options,
    modules: built,
    parameters,
    optimizer: makeOptimizer(parameters, toyOptions),
    options: { ...toyOptions, batchSize: 8 },
    key: randomKey(2),
    runPath: ".",
  };
  const ids = Int32Array.from({ length: 8 }, (_, id) => id);
  const batch = await toyImages().read(ids);
  for (const [step, tau] of [
    [0, 0.9],
    [5, 0.95],
  ] as const) {
    const before = weight(built.target);
    scope(() =>
      trainStep(context, {
        progress: { step, steps: 10, epoch: 0, epochs: 1 },
        ids,
        batch,
        learningRate: 0.1,
        size: 8,
      }),
    );
    const online = weight(built.encoder);
    expectClose(
      weight(built.target),
      before.map((value, at) => tau * value + (1 - tau) * online[at]!),
      { atol: 1e-6 },
    );
  }
});

test("the views are the recipe's two", () => {
  expect(byol.views({ recipe: "byol", options })).toEqual({
    first: { recipe: "byol" },
    second: { recipe: "byol-second" },
  });
});
