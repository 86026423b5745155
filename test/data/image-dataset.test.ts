// Oracle: pictures of one grey each, so that a pixel tells which file was read.

import { join } from "node:path";
import { expect, test } from "vitest";
import { divideImages } from "../../src/data/divide-images.ts";
import { imageDatasets } from "../../src/data/image-dataset.ts";
import { findFolderImages } from "../../src/data/image-folder.ts";
import type { ImageSource } from "../../src/data/image-source.ts";
import { folderOf, greyPicture, greysOf } from "./made-images.ts";

const openImageFolder = async (root: string, imageSize: number) =>
  imageDatasets(divideImages(await findFolderImages(root)), imageSize);

test.each([
  [224, 256],
  [32, 37],
  [96, 110],
])("for crops of %d pixels, images are read at %d", async (imageSize, size) => {
  const { train } = await openImageFolder(await folderOf({ "a.png": 1 }), imageSize);
  expect([train.info.height, train.info.width]).toEqual([size, size]);
  expect((await train.read([0])).images.length).toBe(size * size * 3);
});

test("a broken image is replaced by one of its class and named", async () => {
  const root = await folderOf({ "a/1.png": 1, "a/2.png": undefined, "b/4.png": 4, "b/5.png": undefined });
  const { train } = await openImageFolder(root, 8);
  expect(train.skipped).toEqual([]);
  expect(await greysOf(train, [3, 1, 0, 1])).toEqual([4, 1, 1, 1]);
  expect(train.skipped).toEqual(
    ["a/2.png", "b/5.png"].map((name) => ({
      path: join(root, name),
      reason: "Input buffer contains unsupported image format",
    })),
  );
});

test("a class without one readable image ends the run, by name", async () => {
  const root = await folderOf({ "a/1.png": 1, "b/2.png": undefined, "b/3.png": undefined });
  const { train } = await openImageFolder(root, 8);
  await expect(train.read([1])).rejects.toMatchObject({
    code: "images-unreadable",
    message: `no image of class b can be read; ${join(root, "b/2.png")}: Input buffer contains unsupported image format`,
    where: root,
  });
});

test("what no file holds by itself is read here, and passed over with its reason where it cannot be", async () => {
  const picture = await greyPicture(7);
  const train: ImageSource = {
    length: 2,
    labels: undefined,
    name: (index) => `row ${index}`,
    bytes: async (index) => {
      if (index === 1) throw new Error("the row is empty\nat all");
      return picture;
    },
  };
  const stored = { name: "made", path: "/made", classes: [], notes: [], division: "none", train, test: undefined };
  const { train: opened } = imageDatasets({ ...stored, skipped: { train: [], test: [] } }, 8);
  expect(await greysOf(opened)).toEqual([7, 7]);
  expect(opened.skipped).toEqual([{ path: "row 1", reason: "the row is empty" }]);
});
