// Oracle: both losses against one queue in a slow loop, their mixture by hand, and central differences in float64.
import { expect, test } from "vitest";
import { infomin } from "../../src/methods/infomin.ts";
import { JigsawHead } from "../../src/methods/jigsaw-branch.ts";
import type { Encoder } from "../../src/nn/encoder.ts";
import { backward, flatten, gradientOf, normal, randomKey, type Tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { slowEmbeddings, slowLoss, stubModules, stubViews } from "./stub-encoder.ts";

const options = {
  queueSize: 6,
  temperature: 0.3,
  encoderMomentum: 0.9,
  bnSplits: 1,
  inBatchNegatives: false,
  jigsawShare: 0.25,
};
const given = {
  ids: Int32Array.from([8, 5, 6]),
  options,
  progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
  random: randomKey(1),
};
const views = { ...stubViews(), jigsaw: { images: normal(randomKey(15), [27, 3, 1, 1]) } };

/** Features are the pixels themselves. */
function modules() {
  const built = stubModules(6);
  const encoder = Object.assign(built.encoder, { features: (images: Tensor) => flatten(images, 1) });
  const jigsawHead = new JigsawHead(3, { ...toyEncoder, headLayers: 1, embeddingSize: 4 }, randomKey(5));
  return { ...built, encoder: encoder as Encoder & typeof encoder, jigsawHead };
}

test.each([false, true])("query and patches find the same key, in-batch negatives: %s", (inBatchNegatives) => {
  const built = modules();
  const queries = slowEmbeddings(built.encoder.weight, views.query.images);
  const keys = slowEmbeddings(built.keyEncoder.weight, views.key.images);
  const queue = rowsOf(built.queue.keys);
  const patches = rowsOf(built.jigsawHead.forward(flatten(views.jigsaw.images, 1)));
  const unit = patches.map((row) => row.map((value) => value / Math.hypot(...row)));
  const negatives = (row: number) => [...queue, ...(inBatchNegatives ? keys.filter((_, other) => other !== row) : [])];
  const lossOf = (anchors: number[][]) => slowLoss(anchors, keys, negatives, 0.3);
  const { loss, after } = infomin.step({ ...given, options: { ...options, inBatchNegatives }, views, modules: built });
  expectClose(loss, 0.25 * lossOf(unit) + 0.75 * lossOf(queries), { rtol: 1e-5 });
  after!.run();
  expectClose(rowsOf(built.queue.keys), [...keys, ...queue.slice(3)], { atol: 1e-6 });
});

test("the gradient equals its central differences and stops at the key encoder", () => {
  const built = modules();
  const doubled = { ...built };
  for (const module of Object.values(doubled)) inDoubles(module);
  const inDouble = {
    query: { images: doubles(1, [3, 3, 2, 2]) },
    key: { images: doubles(2, [3, 3, 2, 2]) },
    jigsaw: { images: doubles(3, [27, 3, 1, 1]) },
  };
  const loss = () => infomin.step({ ...given, views: inDouble, modules: doubled }).loss;
  backward(loss());
  expect(gradientOf(doubled.keyEncoder.weight)).toBeUndefined();
  checkGradients([doubled.encoder.weight, ...doubled.jigsawHead.parameters().values()], loss);
});

test("it is MoCo with a third view and a head for it", () => {
  const built = infomin.build({
    options: { ...options, bnSplits: 2 },
    encoder: toyEncoder,
    data: { length: 24, classes: undefined },
    random: randomKey(1),
  });
  expect(Object.keys(built)).toEqual(["encoder", "keyEncoder", "queue", "jigsawHead"]);
  const declared = infomin.views({ recipe: "infomin-small", options });
  expect(declared).toMatchObject({ query: { recipe: "infomin-small" }, jigsaw: { derive: { name: "jigsaw" } } });
  // RandAugment is for every patch by itself.
  const { jigsaw } = declared as unknown as { jigsaw: { steps: { name: string }[] } };
  expect(jigsaw.steps.map(({ name }) => name)).toEqual(["color-jitter", "rand-augment", "grayscale"]);
});
