// Oracle: a packed file with a byte changed or lost at any place; the pixels of what was packed.

import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { divideImages } from "../../src/data/divide-images.ts";
import { imageDatasets } from "../../src/data/image-dataset.ts";
import { findFolderImages } from "../../src/data/image-folder.ts";
import { openPack } from "../../src/data/open-pack.ts";
import { HEADER_BYTES } from "../../src/data/pack-format.ts";
import { writePack } from "../../src/data/write-pack.ts";
import { folderOf, greysOf } from "./made-images.ts";
import { temporaryFolder } from "./temporary-folder.ts";

async function pack(): Promise<{ path: string; whole: Buffer }> {
  const root = await folderOf({ "a/1.png": 10, "a/2.png": 20, "b/3.png": 30, "b/4.png": 40 });
  const path = join(temporaryFolder(), "made.mochi");
  await writePack(divideImages(await findFolderImages(root)), path, { size: 16, quality: 95 });
  return { path, whole: readFileSync(path) };
}

test("trains and evaluates as the folder does", async () => {
  const { path } = await pack();
  const { train, description } = imageDatasets(divideImages(await openPack(path)), 8);
  expect(await greysOf(train)).toEqual([10, 20, 30, 40]);
  expect(await greysOf(train, [3, 0, 3])).toEqual([40, 10, 40]);
  expect(train.info.classes).toEqual(["a", "b"]);
  expect(description).toBe(
    "4 images of 2 classes, read at 9×9; too few for a test set (it takes every 10th image of a class). Packed with short sides of at most 16 pixels",
  );
});

test("a lost end is noticed when it is opened", async () => {
  const { path, whole } = await pack();
  truncateSync(path, whole.length - 1);
  await expect(openPack(path)).rejects.toMatchObject({
    code: "pack-damaged",
    message: `the packed file has ${whole.length - 1} bytes; its header says ${whole.length}`,
    where: path,
    remedy: "pack the images again: mochi data pack",
  });
  for (const length of [0, 10, HEADER_BYTES - 1]) {
    truncateSync(path, length);
    await expect(openPack(path)).rejects.toMatchObject({ code: "pack-not-a-pack" });
  }
});

test("a changed bit is noticed when the file is opened or the image read", async () => {
  const { path, whole } = await pack();
  const files = await openPack(path);
  const images = await Promise.all([0, 1, 2, 3].map((i) => files.train.bytes(i)));
  // The fingerprint matters to the writer alone, and the heads of the records too.
  const isRead = (byte: number) => byte < 16 || byte >= 48;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length * 8 - 1).filter((bit) => isRead(bit >> 3)),
      async (bit) => {
        const changed = Buffer.from(whole);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        writeFileSync(path, changed);
        const outcomes = await openPack(path).then(
          ({ train }) => Promise.allSettled([0, 1, 2, 3].map((i) => train.bytes(i))),
          () => "refused",
        );
        if (outcomes === "refused") return;
        // Never a wrong image: either the right bytes or a reason.
        for (const [i, outcome] of [...(outcomes as PromiseSettledResult<Uint8Array>[])].entries()) {
          if (outcome.status === "fulfilled") expect(Buffer.from(outcome.value)).toEqual(Buffer.from(images[i]!));
          else expect(outcome.reason.message).toBe("its bytes in the packed file do not match their checksum");
        }
      },
    ),
    { numRuns: 150 },
  );
});

test("an image whose bytes have changed is passed over by name, and another takes its place", async () => {
  const { path, whole } = await pack();
  const changed = Buffer.from(whole);
  changed[HEADER_BYTES + 8 + 20]! ^= 1;
  writeFileSync(path, changed);
  const { train } = imageDatasets(divideImages(await openPack(path)), 8);
  expect(await greysOf(train)).toEqual([20, 20, 30, 40]);
  expect(train.skipped).toEqual([
    { path: "a/1.png", reason: "its bytes in the packed file do not match their checksum" },
  ]);
});

test("what is not a pack, is unfinished or is not there is refused", async () => {
  const { path, whole } = await pack();
  const unfinished = Buffer.from(whole);
  unfinished.fill(0, 48, HEADER_BYTES);
  writeFileSync(path, unfinished);
  await expect(openPack(path)).rejects.toMatchObject({ code: "pack-unfinished" });
  writeFileSync(path, "x".repeat(500));
  await expect(openPack(path)).rejects.toMatchObject({ code: "pack-not-a-pack" });
  await expect(openPack(join(path, "gone"))).rejects.toMatchObject({ code: "pack-unreadable" });
});
