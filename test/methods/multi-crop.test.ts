// Oracle: the crops one by one through an encoder in evaluation mode, shapes by hand, hits counted by hand.
import { expect, test } from "vitest";
import { createEncoder } from "../../src/methods/method.ts";
import { embedCrops, multiCropViews, swappedTop1 } from "../../src/methods/multi-crop.ts";
import { cat, narrow, normal, randomKey, tensor } from "../../src/tensor/index.ts";
import { makeViews } from "../../src/train/batches.ts";
import { expectClose } from "../expect-close.ts";
import { toyEncoder, toyImages } from "../train/toy-job.ts";

const options = { smallCrops: 3, smallCropSize: 0.5, smallCropMin: 0.1, smallCropMax: 0.4 };

test("large crops follow the recipe and its partner, small ones have their size and scale, and can be left out", () => {
  const large = { first: { recipe: "byol" }, second: { recipe: "byol-second" } };
  const small = { recipe: "byol", count: 3, size: { share: 0.5 }, cropScale: [0.1, 0.4] };
  expect(multiCropViews("byol", options)).toEqual({ ...large, small });
  expect(multiCropViews("byol", { ...options, smallCrops: 0 })).toEqual(large);
});

test("the published small crops have 96 of 224 px", () => {
  expect(Math.round(0.43 * 224)).toBe(96);
});

test("every crop is embedded, the large ones first, whatever its size", async () => {
  const ids = Int32Array.from([4, 9]);
  const declared = multiCropViews("moco-v2-small", options);
  const batch = await toyImages().read(ids);
  const views = makeViews({ batch, ids, declared, cropScale: 0.3, size: 8, key: randomKey(1) });
  expect(views.small!.images.shape).toEqual([6, 3, 4, 4]);
  const encoder = createEncoder(toyEncoder, 1, randomKey(2)).eval();
  const crops = embedCrops(encoder, views);
  const small = [0, 1, 2].map((crop) => narrow(views.small!.images, 0, 2 * crop, 2));
  const expected = [views.first!.images, views.second!.images, ...small].map((images) => encoder.forward(images));
  expectClose(cat(crops), cat(expected), { atol: 1e-5 });
  expect(crops.map(({ shape }) => shape)).toEqual(Array(5).fill([2, 8]));
  expectClose(cat(embedCrops(encoder, views, { isLargeOnly: true })), cat(expected.slice(0, 2)), { atol: 1e-5 });
});

test("crops of one size share batch-norm statistics", () => {
  const encoder = createEncoder(toyEncoder, 1, randomKey(2));
  const [a, b] = [normal(randomKey(3), [4, 3, 8, 8]), normal(randomKey(4), [4, 3, 8, 8])];
  const together = cat(embedCrops(encoder, { first: { images: a }, second: { images: b } }));
  expectClose(together, encoder.forward(cat([a, b])), { atol: 1e-5 });
});

test("a hit is where one crop's likeliest class is the other's target", () => {
  const targets = [
    tensor([
      [0.9, 0.1],
      [0.2, 0.8],
    ]),
    tensor([
      [0.6, 0.4],
      [0.6, 0.4],
    ]),
  ];
  const logits = [
    tensor([
      [5, 1],
      [1, 5],
    ]),
    tensor([
      [5, 1],
      [5, 1],
    ]),
  ];
  // Second crop against the first's targets: hit, miss; first crop against the second's: hit, miss.
  expectClose(swappedTop1(targets, logits), 0.5, {});
});
