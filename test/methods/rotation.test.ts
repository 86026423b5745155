// Oracle: softmax in plain numbers over all four turns of each image, images turned back by hand, central differences.
import { expect, test } from "vitest";
import { viewsOf } from "../../src/augment/index.ts";
import { rotation } from "../../src/methods/rotation.ts";
import { fromTypedArray, randomKey, select, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { integersOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { stubEncoder } from "./stub-encoder.ts";

const given = {
  ids: Int32Array.from([0]),
  progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
  random: randomKey(1),
  options: {},
};

// RotNet Eq. (3): L = −1/4 Σ_y log F^y(g(X | y))
test("the loss is the mean over the four turns of the log-probability of each", () => {
  const logits = [
    [3, 0, 1, 0],
    [0, 2, 2.5, 0],
    [0, 0, 1, -1],
    [0.5, 0, 0, 0],
  ];
  const encoder = { forward: () => tensor(logits) } as never;
  const views = { view: { images: tensor([[0]]), targets: integersOf([0, 1, 2, 3]) } };
  const { loss, metrics } = rotation.step({ ...given, views, modules: { encoder } });
  const losses = logits.map((row, y) => Math.log(row.reduce((sum, v) => sum + Math.exp(v), 0)) - row[y]!);
  expectClose(loss, losses.reduce((sum, value) => sum + value, 0) / 4, { rtol: 1e-5 });
  expectClose(metrics.top1 as never, 2 / 4, { rtol: 1e-6 });
});

test("has the gradient of its central differences", () => {
  const encoder = inDoubles(stubEncoder());
  const views = { view: { images: doubles(1, [4, 3, 2, 2]), targets: integersOf([0, 1, 2, 3]) } };
  checkGradients([encoder.weight], () => rotation.step({ ...given, views, modules: { encoder } }).loss);
});

test("its view has every image in all four turns, and says by how much", () => {
  // One channel value a pixel: a 2 × 2 image with corners 0, 1 above and 2, 3 below, in steps of a tenth of 255.
  const pixels = Uint8Array.from([0, 1, 2, 3].flatMap((corner) => [corner * 50, corner * 50, corner * 50]));
  const images = fromTypedArray(pixels, [1, 2, 2, 3]);
  const declared = rotation.views({ recipe: "plain", options: {} });
  const { view } = viewsOf(images, declared, { ids: [0], key: randomKey(1), size: 2 });
  expect(view!.targets!.toNumbers()).toEqual([0, 1, 2, 3]);
  const ranks = [0, 1, 2, 3].map((turn) => {
    const corners = select(select(view!.images, 0, turn), 0, 0).toNumbers();
    const sorted = corners.toSorted((a, b) => a - b);
    return corners.map((value) => sorted.indexOf(value));
  });
  // Counter-clockwise by a quarter each time: the right column becomes the upper row.
  expect(ranks).toEqual([
    [0, 1, 2, 3],
    [1, 3, 0, 2],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
  ]);
});

test("the head is one linear layer to the four turns", () => {
  const input = { options: {}, encoder: toyEncoder, data: { length: 24, classes: undefined }, random: randomKey(1) };
  const { encoder } = rotation.build(input);
  expect([...encoder.projectionHead.parameters()].map(([name, { shape }]) => `${name} ${shape}`)).toEqual([
    "output.weight 4,16",
    "output.bias 4",
  ]);
});
