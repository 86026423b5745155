// Oracle: pictures of one grey each, so that a pixel tells which file was read.

import { join } from "node:path";
import { expect, test } from "vitest";
import { divideImages } from "../../src/data/divide-images.ts";
import { imageDatasets } from "../../src/data/image-dataset.ts";
import { findFolderImages } from "../../src/data/image-folder.ts";
import { folderOf, greysOf } from "./made-images.ts";

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
