// Oracle: the greys and labels of the rows, file by file in the order of their names.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { divideImages } from "../../src/data/divide-images.ts";
import { imageDatasets } from "../../src/data/image-dataset.ts";
import { findParquetImages } from "../../src/data/image-parquet.ts";
import { greyPicture, greysOf } from "./made-images.ts";
import { featuresOf, writeParquet } from "./made-parquet.ts";
import { temporaryFolder } from "./temporary-folder.ts";

type Rows = readonly (readonly [grey: number | undefined, label?: number])[];

async function filesOf(files: Record<string, Rows>): Promise<string> {
  const root = temporaryFolder();
  mkdirSync(join(root, "data"));
  for (const [name, rows] of Object.entries(files)) {
    const cells = rows.map(async ([grey, label]) => ({
      bytes: grey === undefined ? undefined : new Uint8Array(await greyPicture(grey)),
      ...(label !== undefined && { label }),
    }));
    writeParquet(join(root, name), await Promise.all(cells), { features: featuresOf("ant", "bee", "cat") });
  }
  return root;
}

const open = async (path: string) => imageDatasets(divideImages(await findParquetImages(path)), 8);

const train: Record<string, Rows> = {
  "data/train-00001-of-00002.parquet": [
    [40, 2],
    [50, 0],
  ],
  "data/train-00000-of-00002.parquet": [
    [10, 0],
    [20, 1],
    [30, 2],
  ],
};

test("train-* in order, validation-* as the test part, class names from the files; the rest is named", async () => {
  const root = await filesOf({
    ...train,
    "data/test-00000-of-00001.parquet": [[90, 0]],
    "data/validation-00000-of-00001.parquet": [
      [60, 1],
      [70, 2],
    ],
  });
  const { train: trained, test: tested, description } = await open(root);
  expect(await greysOf(trained)).toEqual([10, 20, 30, 40, 50]);
  expect(await greysOf(trained, [4, 0, 3, 4])).toEqual([50, 10, 40, 50]);
  expect(trained.labels).toEqual(Int32Array.of(0, 1, 2, 2, 0));
  expect(await greysOf(tested!)).toEqual([60, 70]);
  expect(tested!.labels).toEqual(Int32Array.of(1, 2));
  expect(trained.info.classes).toEqual(["ant", "bee", "cat"]);
  expect(description).toBe(
    "5 training and 2 test images of 3 classes, read at 9×9; test images from validation-00000-of-00001.parquet. Not read: test-00000-of-00001.parquet",
  );
});

test("a test part without labels is none, and the next counts", async () => {
  const root = await filesOf({
    ...train,
    "data/validation-0.parquet": [[60, -1]],
    "data/test-0.parquet": [[70, 1]],
  });
  expect(await greysOf((await open(root)).test!)).toEqual([70]);
});

test("one file, and files without train in their names, are training images, a part held out", async () => {
  const rows: Rows = Array.from({ length: 20 }, (_, i) => [i, Math.floor(i / 10)] as const);
  const root = await filesOf({ "some.parquet": rows });
  for (const path of [root, join(root, "some.parquet")]) {
    const { train: trained, test: tested } = await open(path);
    expect(trained.info.length).toBe(18);
    expect(await greysOf(tested!)).toEqual([9, 19]);
  }
});

test("without labels there are no classes", async () => {
  const { train: trained, test: tested } = await open(await filesOf({ "train-0.parquet": [[1], [2]] }));
  expect([trained.labels, tested, trained.info.classes]).toEqual([undefined, undefined, undefined]);
  expect(await greysOf(trained)).toEqual([1, 2]);
});

test("a row without bytes is passed over by file and row", async () => {
  const root = await filesOf({
    "train-0.parquet": [
      [1, 0],
      [undefined, 0],
      [3, 1],
    ],
  });
  const { train: trained } = await open(root);
  expect(await greysOf(trained)).toEqual([1, 1, 3]);
  expect(trained.skipped).toEqual([{ path: "train-0.parquet row 1", reason: "the row holds no image bytes" }]);
});

test("a folder without parquet files, and files without rows, are usage errors", async () => {
  const empty = temporaryFolder();
  writeFileSync(join(empty, "1.jpg"), "");
  await expect(open(empty)).rejects.toMatchObject({ name: "UsageError", code: "parquet-missing" });
});
