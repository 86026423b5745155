// Oracle: sharp's resizing and cropping of a made picture; recipes read by hand.
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { denormalize, recipeNamed } from "../../src/augment/index.ts";
import { imageDatasets } from "../../src/data/image-dataset.ts";
import type { ImageSource } from "../../src/data/image-source.ts";
import { evaluationViews } from "../../src/experiment/open-run.ts";
import { randomKey } from "../../src/tensor/index.ts";
import { makeViews, readForViews } from "../../src/train/batches.ts";
import { madeJpeg } from "../data/made-jpeg.ts";

const ids = Int32Array.of(0);

/** What a test sees of one photo, `[size, size, 3]`. */
async function testedPixels(photo: Uint8Array, size: number): Promise<Uint8Array> {
  const train: ImageSource = { length: 1, labels: undefined, name: () => "photo", bytes: async () => photo };
  const { train: data } = imageDatasets(
    {
      ...{ name: "made", path: "/made", classes: [], notes: [], division: "none", train, test: undefined },
      skipped: { train: [], test: [] },
    },
    size,
  );
  const { testing } = evaluationViews({}, { recipe: "moco-v2", imageSize: size });
  const input = { ids, declared: { testing }, size, key: randomKey(0) };
  const views = makeViews({ ...input, batch: await readForViews(data, input) });
  return denormalize(views.testing!.images, recipeNamed("moco-v2")).toTypedArray() as Uint8Array;
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}

describe("a photo is tested", () => {
  test("at 224 px: the shorter side resized to 256, the central 224 cut out", async () => {
    const photo = await madeJpeg({ width: 500, height: 400 });
    const resized = await sharp(photo).resize(320, 256, { kernel: "linear" }).toColourspace("srgb").raw().toBuffer();
    const raw = { width: 320, height: 256, channels: 3 as const };
    const expected = await sharp(resized, { raw })
      .extract({ top: 16, left: 48, width: 224, height: 224 })
      .raw()
      .toBuffer();
    expect(meanDifference(await testedPixels(photo, 224), expected)).toBeLessThan(0.01);
  });

  test("at 32 px: all of its central square", async () => {
    const photo = await madeJpeg({ width: 80, height: 64 });
    const expected = await sharp(photo)
      .extract({ top: 0, left: 8, width: 64, height: 64 })
      .resize(32, 32, { kernel: "linear" })
      .toColourspace("srgb")
      .raw()
      .toBuffer();
    expect(meanDifference(await testedPixels(photo, 32), expected)).toBeLessThan(2);
  });
});

test.each([32, 96, 97, 224])(
  "linear training at %d px takes random crops and flips, normalised as in training",
  (imageSize) => {
    const { linearTraining, testing } = evaluationViews({}, { recipe: "simclr-small", imageSize });
    const { statistics } = recipeNamed("simclr-small");
    expect(linearTraining.recipe).toEqual({ ...recipeNamed("linear"), statistics });
    const name = imageSize > 96 ? "evaluation-imagenet" : "evaluation";
    expect(testing.recipe).toMatchObject({ name, statistics });
  },
);
