// Oracle: made folders and files, opened by each form of their spec.

import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { openData, openStoredImages } from "../../src/data/open.ts";
import { writePack } from "../../src/data/write-pack.ts";
import { folderOf, greyPicture, greysOf } from "./made-images.ts";
import { featuresOf, writeParquet } from "./made-parquet.ts";
import { temporaryFolder } from "./temporary-folder.ts";

async function photoFolder(): Promise<string> {
  const root = temporaryFolder();
  const create = { width: 9, height: 9, channels: 3 as const, background: "red" };
  await sharp({ create }).png().toFile(join(root, "1.png"));
  return root;
}

test("folder:/path, /path and ./path open the same folder", async () => {
  const root = await photoFolder();
  for (const spec of [`folder:${root}`, root, `./${relative(process.cwd(), root)}`]) {
    const { train } = await openData(spec, { imageSize: 7 });
    expect(train.info).toMatchObject({ length: 1, height: 8 });
  }
});

test("cifar10:/path and cifar100:/path open the official files", async () => {
  const root = temporaryFolder();
  for (const file of ["train.bin", "test.bin"]) writeFileSync(join(root, file), Buffer.alloc(3074));
  for (const file of [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`))
    writeFileSync(join(root, file), Buffer.alloc(3073));
  writeFileSync(join(root, "test_batch.bin"), Buffer.alloc(3073));
  expect((await openData(`cifar10:${root}`, { imageSize: 32 })).train.info).toMatchObject({
    name: "CIFAR-10 train",
    length: 5,
  });
  expect((await openData(`cifar100:${root}`, { imageSize: 32 })).train.info).toMatchObject({
    name: "CIFAR-100 train",
    length: 1,
  });
});

test("pack:/path and parquet:/path, or a path that ends so, open what was made of the same images", async () => {
  const root = await folderOf({ "ant/1.png": 10, "bee/2.png": 20, "bee/3.png": 30 });
  const pack = join(root, "made.mochi");
  await writePack(await openStoredImages(root), pack, { size: 16, quality: 95 });
  const parquet = join(root, "made.parquet");
  const rows = await Promise.all(
    [10, 20, 30].map(async (grey, i) => ({ bytes: await greyPicture(grey), label: Math.min(i, 1) })),
  );
  writeParquet(parquet, rows, { features: featuresOf("ant", "bee") });
  for (const spec of [root, pack, `pack:${pack}`, parquet, `parquet:${parquet}`, `parquet:${root}`]) {
    const { train } = await openData(spec, { imageSize: 8 });
    expect(await greysOf(train)).toEqual([10, 20, 30]);
    expect(train.labels).toEqual(Int32Array.of(0, 1, 1));
    expect(train.info.classes).toEqual(["ant", "bee"]);
  }
});

test("?classes= keeps the classes of a list, whatever the images are stored in", async () => {
  const root = await folderOf({ "ant/1.png": 10, "bee/2.png": 20, "cat/3.png": 30 });
  const list = join(root, "list.txt");
  writeFileSync(list, "cat\nant\n");
  const pack = join(root, "all.mochi");
  await writePack(await openStoredImages(root), pack, { size: 16, quality: 95 });
  for (const spec of [`folder:${root}?classes=${list}`, `${pack}?classes=${list}`]) {
    const { train, description } = await openData(spec, { imageSize: 8 });
    expect(await greysOf(train)).toEqual([10, 30]);
    expect(train.info.classes).toEqual(["ant", "cat"]);
    expect(description).toContain(`2 of 3 classes, by ${list}`);
  }
});

test("CIFAR is not stored as encoded images", async () => {
  await expect(openStoredImages("cifar10")).rejects.toMatchObject({
    name: "UsageError",
    code: "data-not-encoded",
    message: '"cifar10" is not stored as encoded images',
  });
});
