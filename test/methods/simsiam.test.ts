// Oracle: cosines in a slow loop, central differences of the loss with its targets held fixed, in float64.
import { expect, test } from "vitest";
import { cosineRegression } from "../../src/functional/index.ts";
import { simsiam } from "../../src/methods/simsiam.ts";
import { ProjectionHead } from "../../src/nn/mlp-head.ts";
import {
  add,
  backward,
  clearGradients,
  detach,
  div,
  gradientOf,
  normal,
  randomKey,
  sub,
} from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { dot, slowEmbeddings, stubEncoder } from "./stub-encoder.ts";

const options = { predictorHidden: 5 };
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
const shape = { layers: 2, hidden: 5, outputs: 4, hasBatchNorm: false };
const stubs = () => ({ encoder: stubEncoder(), predictor: new ProjectionHead(4, shape, randomKey(3)) });

// SimSiam Eq. (4): L = ½ D(p₁, stopgrad(z₂)) + ½ D(p₂, stopgrad(z₁))
test("a step has the mean negative cosine of each prediction with the other view's projection", () => {
  const { encoder, predictor } = stubs();
  const [first, second] = [views.first.images, views.second.images];
  const predictions = (images: typeof first) =>
    rowsOf(predictor.forward(encoder.forward(images))).map((row) => row.map((value) => value / Math.hypot(...row)));
  // SimSiam Eq. (1): D(p, z) = −p/‖p‖ · z/‖z‖
  const distance = (p: number[][], z: number[][]) => -p.reduce((sum, row, i) => sum + dot(row, z[i]!), 0) / 3;
  const expected =
    distance(predictions(first), slowEmbeddings(encoder.weight, second)) / 2 +
    distance(predictions(second), slowEmbeddings(encoder.weight, first)) / 2;
  const { loss, metrics } = simsiam.step({ ...given, views, modules: { encoder, predictor } });
  expectClose(loss, expected, { rtol: 1e-5 });
  expectClose(metrics.similarity as never, -expected, { rtol: 1e-5 });
});

test("the gradient is that of the loss with constant targets: it stops at z", () => {
  const { encoder, predictor } = stubs();
  const modules = { encoder: inDoubles(encoder), predictor: inDoubles(predictor) };
  const inDouble = { first: { images: doubles(1, [3, 3, 2, 2]) }, second: { images: doubles(2, [3, 3, 2, 2]) } };
  const [x1, x2] = [inDouble.first.images, inDouble.second.images];
  const [fixed1, fixed2] = [detach(modules.encoder.forward(x1)), detach(modules.encoder.forward(x2))];
  const predict = (images: typeof x1) => modules.predictor.forward(modules.encoder.forward(images));
  const withFixedTargets = () =>
    sub(div(add(cosineRegression(predict(x1), fixed2), cosineRegression(predict(x2), fixed1)), 4), 1);
  const leaves = [modules.encoder.weight, ...modules.predictor.parameters().values()];
  checkGradients(leaves, withFixedTargets);
  const expected = leaves.map((leaf) => gradientOf(leaf)!.toNumbers());
  clearGradients(leaves);
  backward(simsiam.step({ ...given, views: inDouble, modules }).loss);
  for (const [index, leaf] of leaves.entries())
    expectClose(gradientOf(leaf)!.toNumbers(), expected[index]!, { atol: 1e-12 });
});

test("the projection ends in batch norm without scale or shift, the predictor in a linear layer", () => {
  const encoder = { ...toyEncoder, headLayers: 3, headHidden: 6, headBatchNorm: true };
  const built = simsiam.build({ options, encoder, data: { length: 24, classes: undefined }, random: randomKey(1) });
  const names = [...built.encoder.projectionHead.parameters().keys()];
  expect(names.filter((name) => name.startsWith("output"))).toEqual(["output.weight"]);
  expect(built.encoder.projectionHead.outputNorm!.running_mean.shape).toEqual([8]);
  const shapes = Object.fromEntries([...built.predictor.parameters()].map(([name, { shape }]) => [name, shape]));
  expect(shapes).toEqual({
    "hidden.weight": [5, 8],
    "norm.weight": [5],
    "norm.bias": [5],
    "output.weight": [8, 5],
    "output.bias": [8],
  });
});

test("the views are the recipe's two", () => {
  expect(simsiam.views({ recipe: "byol", options })).toEqual({
    first: { recipe: "byol" },
    second: { recipe: "byol-second" },
  });
});
