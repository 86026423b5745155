// Oracle: softmax and its logarithm in plain numbers, hits counted by hand, central differences in float64.
import { expect, test } from "vitest";
import { supervised } from "../../src/methods/supervised.ts";
import { randomKey, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { integersOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles } from "../nn/check-gradients.ts";
import { toyEncoder } from "../train/toy-job.ts";
import { stubEncoder } from "./stub-encoder.ts";

const given = {
  ids: Int32Array.from([0, 1, 2]),
  progress: { step: 0, steps: 10, epoch: 0, epochs: 1 },
  random: randomKey(1),
};
/** An encoder whose logits are the images themselves. */
const logits = [
  [2, 0, -1],
  [0, 1, 3],
  [1, 1.5, 0],
];
const identity = { forward: () => tensor(logits) } as never;
const step = (labels: number[], labelSmoothing: number) =>
  supervised.step({
    ...given,
    views: { view: { images: tensor([[0]]) } },
    labels: integersOf(labels),
    modules: { encoder: identity },
    options: { labelSmoothing },
  });
const logOf = (row: number[]) => {
  const sum = row.reduce((total, value) => total + Math.exp(value), 0);
  return row.map((value) => value - Math.log(sum));
};

// ResNet §3.4: −log softmax(logits)_y
test("the loss is the cross-entropy of the labels, the metric the share of right guesses", () => {
  const labels = [0, 1, 1];
  const expected = logits.map((row, image) => -logOf(row)[labels[image]!]!);
  const { loss, metrics } = step(labels, 0);
  expectClose(loss, expected.reduce((sum, value) => sum + value, 0) / 3, { rtol: 1e-5 });
  expectClose(metrics.top1 as never, 2 / 3, { rtol: 1e-6 });
});

test("label smoothing spreads its share over all classes", () => {
  const labels = [2, 2, 0];
  const target = (image: number, c: number) => 0.1 / 3 + (labels[image] === c ? 0.9 : 0);
  const expected = logits.map((row, image) => -logOf(row).reduce((sum, value, c) => sum + target(image, c) * value, 0));
  expectClose(step(labels, 0.1).loss, expected.reduce((sum, value) => sum + value, 0) / 3, { rtol: 1e-5 });
});

test("has the gradient of its central differences", () => {
  const encoder = inDoubles(stubEncoder());
  const views = { view: { images: doubles(1, [3, 3, 2, 2]) } };
  const labels = integersOf([3, 0, 2]);
  checkGradients(
    [encoder.weight],
    () => supervised.step({ ...given, views, labels, modules: { encoder }, options: { labelSmoothing: 0 } }).loss,
  );
});

test("its classifier is one linear layer with a row for each class", () => {
  const random = randomKey(1);
  const build = (classes: number | undefined) =>
    supervised.build({ options: { labelSmoothing: 0 }, encoder: toyEncoder, data: { length: 24, classes }, random });
  const { encoder } = build(7);
  expect([...encoder.projectionHead.parameters()].map(([name, { shape }]) => `${name} ${shape}`)).toEqual([
    "output.weight 7,16",
    "output.bias 7",
  ]);
  expect(() => build(undefined)).toThrow("the data has no classes");
  expect(supervised.needs).toEqual({ labels: true });
});
