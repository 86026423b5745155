// Oracle: rows that may not reach a prediction, the loss at chance, features averaged in plain numbers, central differences.
import { expect, test } from "vitest";
import { viewsOf } from "../../src/augment/index.ts";
import { rowContrast } from "../../src/functional/index.ts";
import { cpc } from "../../src/methods/cpc.ts";
import type { Encoder } from "../../src/nn/encoder.ts";
import { Linear } from "../../src/nn/linear.ts";
import { ProjectionHead } from "../../src/nn/mlp-head.ts";
import { RowContext } from "../../src/nn/row-context.ts";
import {
  backward,
  cat,
  flatten,
  fromTypedArray,
  gradientOf,
  gradients,
  narrow,
  normal,
  permute,
  randomKey,
  requireGradient,
  reshape,
  sumAll,
  type Tensor,
} from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder } from "../train/toy-job.ts";

const given = {
  ids: Int32Array.from([8, 5]),
  options: {},
  progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
  random: randomKey(1),
};

/** Features are the pixels of the patch themselves, three of them. */
function modules() {
  const head = { layers: 1, hidden: 3, outputs: 2, hasBatchNorm: false };
  const encoder = {
    features: (patches: Tensor) => flatten(patches, 1),
    projectionHead: new ProjectionHead(3, head, randomKey(2)),
  };
  return {
    encoder: encoder as unknown as Encoder,
    context: new RowContext({ channels: 3, hidden: 2, blocks: 5 }, randomKey(3)),
    predictor: new Linear(3, 6, randomKey(4)),
  };
}
const doubled = () => {
  const { encoder, context, predictor } = modules();
  inDoubles(encoder.projectionHead);
  return { encoder, context: inDoubles(context), predictor: inDoubles(predictor) };
};

test("the gradient of the loss equals its central differences", () => {
  const built = doubled();
  const views = { patches: { images: doubles(1, [98, 3, 1, 1]) } };
  const leaves = [built.encoder.projectionHead, built.context, built.predictor].flatMap((module) => [
    ...module.parameters().values(),
  ]);
  checkGradients(leaves, () => cpc.step({ ...given, views, modules: built }).loss, 1e-5);
});

// CPC Eq. (3): f(z, c) = exp(zᵀ Wₖ c)
test("no patch is predicted from its own row or those below: what the context may not see has no gradient", () => {
  const built = doubled();
  const patches = requireGradient(doubles(1, [98, 3, 1, 1]));
  const seen = built.context.forward(gridOf(patches));
  // From the first row, which predicts rows 3, 4 and 5.
  const [slope] = gradients(sumAll(narrow(seen, 2, 0, 1)), [patches]);
  const reaches = rowsOf(flatten(slope!, 1)).map((row) => row.some((value) => value !== 0));
  expect(reaches.slice(0, 14)).toContain(true);
  expect(reaches.slice(14)).not.toContain(true);
});

// Patches [G² · B, D, 1, 1] as the method lays them out, [B, D, G, G].
function gridOf(patches: Tensor): Tensor {
  const rows = Array.from({ length: 49 }, (_, place) => narrow(flatten(patches, 1), 0, 2 * place, 2));
  return permute(reshape(cat(rows), [7, 7, 2, 3]), [2, 3, 0, 1]);
}

test("the loss is the mean over predictions three, four and five rows down", () => {
  const built = modules();
  const images = normal(randomKey(6), [98, 3, 1, 1]);
  const grid = gridOf(images);
  const z = permute(reshape(built.encoder.projectionHead.forward(flatten(images, 1)), [7, 7, 2, 2]), [2, 0, 1, 3]);
  const predictions = built.predictor.forward(permute(built.context.forward(grid), [0, 2, 3, 1]));
  const losses = [3, 4, 5].map((ahead, k) => {
    const own = narrow(narrow(predictions, 3, 2 * k, 2), 1, 0, 7 - ahead);
    return rowContrast(own, z, { scale: 0.1 }).loss.item();
  });
  const { loss, metrics } = cpc.step({ ...given, views: { patches: { images } }, modules: built });
  expectClose(loss, (losses[0]! + losses[1]! + losses[2]!) / 3, { rtol: 1e-5 });
  expect(metrics).toHaveProperty("proxyTop1");
});

test("every module is trained", () => {
  const built = cpc.build({
    options: {},
    encoder: { ...toyEncoder, headLayers: 1 },
    data: { length: 24, classes: undefined },
    random: randomKey(1),
  });
  const views = { patches: { images: normal(randomKey(7), [98, 3, 2, 2]) } };
  backward(cpc.step({ ...given, views, modules: built }).loss);
  for (const module of Object.values(built))
    for (const [name, leaf] of module.parameters()) expect(gradientOf(leaf), name).toBeDefined();
});

test("evaluation reads the mean of the features of the same 49 patches that training sees", () => {
  const images = normal(randomKey(8), [98, 3, 1, 1]);
  const features = rowsOf(cpc.features(modules(), images));
  const rows = rowsOf(flatten(images, 1));
  const mean = (image: number, axis: number) =>
    Array.from({ length: 49 }, (_, place) => rows[2 * place + image]![axis]!).reduce((sum, x) => sum + x, 0) / 49;
  expectClose(
    features,
    [0, 1].map((image) => [0, 1, 2].map((axis) => mean(image, axis))),
    { atol: 1e-5 },
  );
  const pixels = fromTypedArray(new Uint8Array(2 * 32 * 32 * 3).fill(99), [2, 32, 32, 3]);
  const context = { ids: [0, 1], key: randomKey(3), size: 32 };
  const training = viewsOf(pixels, cpc.views({ recipe: "simclr-small", options: {} }), context);
  const evaluation = viewsOf(pixels, { view: { ...cpc.evaluationView, recipe: "plain" } }, context);
  expect([training.patches!.images.shape, evaluation.view!.images.shape]).toEqual([
    [98, 3, 8, 8],
    [98, 3, 8, 8],
  ]);
});
