// Oracle: pictures of one grey each, so that a pixel tells which file was read; ImageFolder's layouts by hand.

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { divideImages } from "../../src/data/divide-images.ts";
import { imageDatasets } from "../../src/data/image-dataset.ts";
import { findFolderImages } from "../../src/data/image-folder.ts";
import { folderOf, greysOf } from "./made-images.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const openImageFolder = async (root: string, imageSize: number) =>
  imageDatasets(divideImages(await findFolderImages(root)), imageSize);

test("a flat folder: no labels, no test set, in the order of names", async () => {
  const {
    train,
    test: heldOut,
    description,
  } = await openImageFolder(await folderOf({ "b.png": 2, "a.png": 1, "c.png": 3 }), 32);
  expect(train.labels).toBeUndefined();
  expect(train.info.classes).toBeUndefined();
  expect(heldOut).toBeUndefined();
  expect(await greysOf(train)).toEqual([1, 2, 3]);
  expect(await greysOf(train, [2, 0, 2])).toEqual([3, 1, 3]);
  expect(description).toBe("3 images, read at 37×37; without labels");
});

test("class folders: every 10th image of each class is the test set, always the same", async () => {
  const files: Record<string, number> = {};
  for (let i = 0; i < 21; i++) files[`cat/${String(i).padStart(2, "0")}.png`] = i;
  for (let i = 0; i < 12; i++) files[`dog/${String(i).padStart(2, "0")}.png`] = 100 + i;
  for (let i = 0; i < 3; i++) files[`emu/${i}.png`] = 200 + i;
  const root = await folderOf(files);
  for (let time = 0; time < 2; time++) {
    const { train, test: heldOut, description } = await openImageFolder(root, 8);
    expect(train.info).toMatchObject({ length: 33, classes: ["cat", "dog", "emu"] });
    expect(await greysOf(heldOut!)).toEqual([9, 19, 109]);
    expect(heldOut!.labels).toEqual(Int32Array.of(0, 0, 1));
    const greys = await greysOf(train);
    expect(greys).toHaveLength(33);
    expect([...train.labels!]).toEqual(greys.map((grey) => Math.floor(grey / 100)));
    expect(description).toBe(
      "33 training and 3 test images of 3 classes, read at 9×9; every 10th image of each class held out as the test set",
    );
  }
});

test("classes that are too small for a split have no test set, and it is said", async () => {
  const {
    train,
    test: heldOut,
    description,
  } = await openImageFolder(await folderOf({ "a/1.png": 1, "b/2.png": 2 }), 8);
  expect(train.info.length).toBe(2);
  expect(heldOut).toBeUndefined();
  expect(description).toContain("too few for a test set");
});

test.each(["val", "test"])(
  "a train folder with a %s folder beside it, its classes numbered as in train",
  async (part) => {
    const root = await folderOf({
      "train/a/1.png": 1,
      "train/b/2.png": 2,
      "train/c/3.png": 3,
      [`${part}/c/4.png`]: 4,
      "extra/5.png": 5,
    });
    const { train, test: heldOut, description } = await openImageFolder(root, 8);
    expect(await greysOf(train)).toEqual([1, 2, 3]);
    expect(await greysOf(heldOut!)).toEqual([4]);
    expect(heldOut!.labels).toEqual(Int32Array.of(2));
    expect(heldOut!.info.classes).toEqual(["a", "b", "c"]);
    expect(description).toContain(`test images from ${join(root, part)}`);
  },
);

test("val comes before test, and a part without labels is no test set", async () => {
  const both = await folderOf({ "train/a/1.png": 1, "train/b/2.png": 2, "val/a/3.png": 3, "test/a/4.png": 4 });
  expect(await greysOf((await openImageFolder(both, 8)).test!)).toEqual([3]);
  const flatTest = await folderOf({ "train/a/1.png": 1, "train/b/2.png": 2, "test/3.png": 3 });
  expect((await openImageFolder(flatTest, 8)).test).toBeUndefined();
});

test("a class may be called train", async () => {
  const { train } = await openImageFolder(await folderOf({ "car/1.png": 1, "train/2.png": 2 }), 8);
  expect(train.info).toMatchObject({ length: 2, classes: ["car", "train"] });
});

test("one class folder is as good as none", async () => {
  const { train, description } = await openImageFolder(await folderOf({ "photos/1.png": 1, "photos/2.png": 2 }), 8);
  expect(train.labels).toBeUndefined();
  expect(description).toBe("2 images, read at 9×9; without labels, as there is one class folder only");
});

test("files passed over are listed and told in the description", async () => {
  const root = await folderOf({ "1.png": 1 });
  writeFileSync(join(root, "2.svg"), "<svg/>");
  const { train, description } = await openImageFolder(root, 8);
  expect(train.skipped).toHaveLength(1);
  expect(description).toContain(`Files passed over: 1, the first is ${join(root, "2.svg")} (SVG is refused`);
});

test("a folder without images, or with unreadable ones only, is a usage error", async () => {
  const empty = temporaryFolder();
  await expect(openImageFolder(empty, 8)).rejects.toMatchObject({
    name: "UsageError",
    code: "data-folder-empty",
    message: "the folder has no images (.jpg, .jpeg, .png, .webp, .tif, .tiff, .gif, .avif)",
    where: `--data ${empty}`,
  });
  writeFileSync(join(empty, "1.bmp"), "");
  await expect(openImageFolder(empty, 8)).rejects.toThrow("files passed over: 1, the first is");
});

test("a test part with other classes than train is a usage error that names them", async () => {
  const root = await folderOf({ "train/a/1.png": 1, "train/b/2.png": 2, "val/a/3.png": 3, "val/z/4.png": 4 });
  await expect(openImageFolder(root, 8)).rejects.toMatchObject({
    name: "UsageError",
    code: "data-classes-disagree",
    message: "classes of the test images that the training images lack: z",
  });
});

const mini = process.env.MOCHI_FIXTURES && join(process.env.MOCHI_FIXTURES, "folder-mini");

test.skipIf(!mini || !existsSync(mini))("real photos in class folders are all read (MOCHI_FIXTURES)", async () => {
  const { train, test: heldOut } = await openImageFolder(mini!, 32);
  expect([train.info.length, heldOut?.info.length, train.info.classes?.length]).toEqual([800, 200, 10]);
  const { images } = await heldOut!.read([...Array(200).keys()]);
  // Photos are neither black nor white on average.
  const mean = images.reduce((sum, byte) => sum + byte, 0) / images.length;
  expect(mean).toBeGreaterThan(90);
  expect(mean).toBeLessThan(150);
  expect(heldOut!.skipped).toEqual([]);
});
