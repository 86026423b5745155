// Oracle: the folder that was packed; the same file whether it was written in one go or not.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { divideImages } from "../../src/data/divide-images.ts";
import { findFolderImages } from "../../src/data/image-folder.ts";
import { openPack } from "../../src/data/open-pack.ts";
import { writePack } from "../../src/data/write-pack.ts";
import { folderOf, greyPicture } from "./made-images.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const settings = { size: 16, quality: 95 };
const stored = async (root: string) => divideImages(await findFolderImages(root));

async function packedFolder(files: Record<string, number | undefined>) {
  const root = await folderOf(files);
  const path = join(temporaryFolder(), "below", "made.mochi");
  return { root, path, images: await stored(root) };
}

test("parts, labels, classes and names are those of the folder; broken images are left out and named", async () => {
  const { root, path, images } = await packedFolder({
    "train/ant/1.png": 1,
    "train/ant/2.png": undefined,
    "train/bee/3.png": 3,
    "val/bee/4.png": 4,
    "val/bee/5.png": undefined,
  });
  const said: number[] = [];
  const summary = await writePack(images, path, {
    ...settings,
    onProgress: ({ done, total }) => said.push(done / total),
  });
  expect(summary).toMatchObject({
    counts: { train: 2, test: 1 },
    skipped: [
      { path: "train/ant/2.png", reason: "Input buffer contains unsupported image format" },
      { path: "val/bee/5.png", reason: "Input buffer contains unsupported image format" },
    ],
    bytes: readFileSync(path).length,
    resumed: 0,
  });
  expect(said).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  expect(existsSync(`${path}.partial`)).toBe(false);

  const packed = await openPack(path);
  expect([packed.train.name(0), packed.train.name(1), packed.test!.name(0)]).toEqual([
    "train/ant/1.png",
    "train/bee/3.png",
    "val/bee/4.png",
  ]);
  expect([packed.train.labels, packed.test!.labels]).toEqual([Int32Array.of(0, 1), Int32Array.of(1)]);
  expect(packed.classes).toEqual(["ant", "bee"]);
  expect(packed.division).toBe(`test images from ${join(root, "val")}`);
  expect(packed.notes.at(-1)).toBe(
    "Passed over when it was packed: 2, the first is train/ant/2.png (Input buffer contains unsupported image format)",
  );
  // Small pictures are kept as they are.
  expect(Buffer.from(await packed.test!.bytes(0))).toEqual(readFileSync(join(root, "val/bee/4.png")));
});

test("a packing that was broken off is continued, and comes out the same", async () => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i % 2}/${i}.png`, i]));
  const { root, path, images } = await packedFolder(files);
  for (let i = 0; i < 30; i++) writeFileSync(join(root, `${i % 2}/${i}.png`), await greyPicture(i, 40, 20));
  await writePack(images, path, settings);
  const whole = readFileSync(path);
  rmSync(path);

  const stop = new Error("stopped");
  const broken = writePack(images, path, {
    ...settings,
    onProgress: ({ done }) => {
      if (done === 12) throw stop;
    },
  });
  await expect(broken).rejects.toMatchObject({ code: "pack-not-written", cause: stop });
  expect(existsSync(path)).toBe(false);
  expect(await writePack(images, path, settings)).toMatchObject({ resumed: 12, counts: { train: 28, test: 2 } });
  expect(readFileSync(path)).toEqual(whole);

  // Other settings are another file.
  rmSync(path);
  writeFileSync(`${path}.partial`, whole);
  expect(await writePack(images, path, { ...settings, size: 8 })).toMatchObject({ resumed: 0 });
});

test("a flat folder has neither labels nor a test part", async () => {
  const { path, images } = await packedFolder({ "1.png": 1, "2.png": 2 });
  await writePack(images, path, settings);
  const packed = await openPack(path);
  expect([packed.train.labels, packed.test, packed.classes, packed.division]).toEqual([
    undefined,
    undefined,
    [],
    "without labels",
  ]);
});

test("nothing to pack, and a place that cannot be written, are errors", async () => {
  const { path, images } = await packedFolder({ "1.png": undefined });
  await expect(writePack(images, path, settings)).rejects.toMatchObject({
    code: "pack-empty",
    message: "no image can be read; 1.png: Input buffer contains unsupported image format",
  });
  const blocked = join(temporaryFolder(), "folder");
  mkdirSync(`${blocked}.partial`, { recursive: true });
  await expect(writePack(images, blocked, settings)).rejects.toMatchObject({
    code: "pack-not-written",
    where: blocked,
  });
});
