// Oracle: features of one image at a time.
import { expect, test } from "vitest";
import { augment, evaluation, linear, mocoV2Small } from "../../src/augment/index.ts";
import { DecodedImages } from "../../src/data/decoded-images.ts";
import { disposeFeatures, extractFeatures, extractLabelled, inEvaluationMode } from "../../src/evaluate/features.ts";
import { BatchNorm } from "../../src/nn/batch-norm.ts";
import { fromTypedArray, memoryUse, randomKey } from "../../src/tensor/index.ts";
import { bySharp, madeJpeg } from "../data/made-jpeg.ts";
import { expectClose } from "../expect-close.ts";
import { brightnessData, quarterMeans } from "./made-data.ts";

const data = brightnessData("features", 10);

test("batches do not change features, and rows follow the indices asked for", async () => {
  const indices = Int32Array.from([7, 2, 9, 2]);
  const together = await extractFeatures(data, quarterMeans, { size: 8, view: { recipe: evaluation }, indices });
  const parts = await extractFeatures(data, quarterMeans, {
    size: 8,
    view: { recipe: evaluation },
    indices,
    batchSize: 1,
  });
  expect(together.shape).toEqual([4, 12]);
  expectClose(parts, together, {});
  const all = await extractFeatures(data, quarterMeans, { size: 8, view: { recipe: evaluation } });
  expect(together.toNumbers().slice(0, 12)).toEqual(all.toNumbers().slice(7 * 12, 8 * 12));
});

test("a random recipe draws by key and image, not by batch", async () => {
  const options = { size: 8, view: { recipe: mocoV2Small }, key: randomKey(1) };
  const one = await extractFeatures(data, quarterMeans, { ...options, batchSize: 3 });
  const other = await extractFeatures(data, quarterMeans, { ...options, batchSize: 10 });
  const fresh = await extractFeatures(data, quarterMeans, { ...options, key: randomKey(2) });
  expectClose(one, other, {});
  expect(one.toNumbers()).not.toEqual(fresh.toNumbers());
});

test("random crops are of the whole image, not of the square that tests show", async () => {
  const [width, height] = [90, 40];
  const files = await Promise.all([1, 2, 3].map((seed) => madeJpeg({ width, height, seed })));
  const name = (index: number) => `photo ${index}`;
  const stored = { length: 3, labels: undefined, name, locate: (index: number) => files[index]! };
  const photos = new DecodedImages(stored, {
    info: { name: "photos", length: 3, height: 9, width: 9 },
    path: "photos",
  });
  const key = randomKey(5);
  const found = await extractFeatures(photos, quarterMeans, { size: 8, view: { recipe: linear }, key });
  for (const [id, file] of files.entries()) {
    const pixels = fromTypedArray((await bySharp(file)).pixels, [1, height, width, 3]);
    const view = augment(pixels, linear, { ids: [id], key: key.fold("view"), size: 8 });
    // Decoded at a fraction of its size the image differs by a little, a crop of its middle by a lot.
    expectClose(quarterMeans(view), [found.toNumbers().slice(12 * id, 12 * id + 12)], { atol: 0.03, rtol: 0 });
  }
});

test("labels go with the rows, and nothing is left behind", async () => {
  const before = memoryUse().tensors;
  const testIds = Int32Array.from([3, 1]);
  const features = await extractLabelled({ train: data, test: data }, quarterMeans, {
    size: 8,
    view: { recipe: evaluation },
    testIds,
  });
  expect(features.train.shape).toEqual([10, 12]);
  expect(features.trainLabels.toNumbers()).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1]);
  expect(features.testLabels.toNumbers()).toEqual([3, 1]);
  disposeFeatures(features);
  expect(memoryUse().tensors).toBe(before);
});

test("evaluation mode is on inside and undone after, also on a throw", async () => {
  const modules = { trained: new BatchNorm(2), frozen: new BatchNorm(2).eval() };
  await inEvaluationMode(modules, async () => expect(modules.trained.isTraining).toBe(false));
  expect([modules.trained.isTraining, modules.frozen.isTraining]).toEqual([true, false]);
  await expect(inEvaluationMode(modules, () => Promise.reject(new Error("inside")))).rejects.toThrow("inside");
  expect(modules.trained.isTraining).toBe(true);
});
