// Oracle: data that a linear map separates, and statistics worked by hand.
import { expect, test } from "vitest";
import { evaluation, linear as linearRecipe } from "../../src/augment/index.ts";
import { extractLabelled } from "../../src/evaluate/features.ts";
import {
  type LinearProgress,
  linearOnFeatures,
  linearOnImages,
  linearRecipes,
  standardise,
} from "../../src/evaluate/linear.ts";
import { memoryUse, randomKey, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { brightnessData, quarterMeans } from "./made-data.ts";

const train = brightnessData("train", 64);
const testing = brightnessData("test", 20);
const extract = () =>
  extractLabelled({ train, test: testing }, quarterMeans, { size: 8, view: { recipe: evaluation } });

test("standardising centres and scales by the training set", async () => {
  const features = {
    train: tensor([
      [1, 5],
      [3, 5],
    ]),
    test: tensor([[5, 6]]),
    trainLabels: tensor([0]),
    testLabels: tensor([0]),
  };
  const moved = standardise(features);
  expectClose(
    moved.train,
    [
      [-1, 0],
      [1, 0],
    ],
    { atol: 1e-6 },
  );
  // A constant feature is divided by 1e-6, not by zero.
  expectClose(moved.test, [[3, 1e6]], { rtol: 1e-5 });
});

test("separable classes are told apart, and the same key gives the same result", async () => {
  const features = await extract();
  const options = { epochs: 20, batchSize: 16, lr: 0.5, weightDecay: 0 };
  const curve: LinearProgress[] = [];
  const run = (seed: number) =>
    linearOnFeatures(features, { classes: 4, options, key: randomKey(seed), onEpoch: (p) => curve.push(p) });
  const first = await run(1);
  expect(first.top1).toBe(100);
  expect(curve).toHaveLength(20);
  expect(curve.at(-1)!.loss).toBeLessThan(curve[0]!.loss / 4);
  expect(await run(1)).toEqual(first);
});

test("a useless feature leaves chance", async () => {
  const features = await extract();
  const constant = (rows: number) => tensor(Array.from({ length: rows }, () => [1]));
  const blind = { ...features, train: constant(64), test: constant(20) };
  const options = { epochs: 2, batchSize: 16, lr: 0.1, weightDecay: 0 };
  expect((await linearOnFeatures(blind, { classes: 4, options, key: randomKey(0) })).top1).toBe(25);
});

test("the published recipe trains on fresh crops and frees their features", async () => {
  const features = await extract();
  const before = memoryUse().tensors;
  const options = { epochs: 10, batchSize: 16, lr: 0.5, weightDecay: 0 };
  const images = { data: train, encode: quarterMeans, size: 8, view: { recipe: linearRecipe } };
  const { top1 } = await linearOnImages(features, images, { classes: 4, options, key: randomKey(0) });
  expect(top1).toBeGreaterThanOrEqual(90);
  // The classifier and its optimiser remain until they are garbage: two weights and two buffers.
  expect(memoryUse().tensors - before).toBeLessThanOrEqual(12);
});

test("the published values are MoCo's", () => {
  expect(linearRecipes.published).toEqual({ epochs: 100, batchSize: 256, lr: 30, weightDecay: 0 });
});
