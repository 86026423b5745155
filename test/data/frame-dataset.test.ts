// Oracle: made clips whose brightness counts the frames, so that every picture says which frame it is.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { frameTuples, openFrames } from "../../src/data/frame-dataset.ts";
import { memoryDataset } from "../../src/data/memory-dataset.ts";
import { openData, openStoredImages } from "../../src/data/open.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Frame i of a clip is grey 4 · i + `shade`. */
async function makeClip(root: string, clip: string, frames: number, shade: number): Promise<void> {
  mkdirSync(join(root, clip), { recursive: true });
  for (let i = 0; i < frames; i++) {
    const background = { r: 4 * i + shade, g: 4 * i + shade, b: 4 * i + shade };
    const picture = sharp({ create: { width: 24, height: 16, channels: 3, background } });
    await picture.png().toFile(join(root, clip, `frame_${String(i).padStart(3, "0")}.png`));
  }
}

const shades = ({ images }: { images: Uint8Array }, count: number) =>
  Array.from({ length: count }, (_, frame) => images[(frame * images.length) / count]!);

test("items are five frames of one clip in their order, the end of each clip held out", async () => {
  const root = temporaryFolder();
  await makeClip(root, "a", 15, 0);
  await makeClip(root, "b", 15, 101);
  const { train, test, description } = await openData(`frames:${root}`, { imageSize: 14 });
  expect(train.info).toMatchObject({ frames: 5, height: 5 * 16, width: 16 });
  expect(train.labels).toBeUndefined();
  expect(description).toContain("2 clips, 30 frames");
  const seen = { train: new Set<number>(), test: new Set<number>() };
  for (const [name, part] of [
    ["train", train],
    ["test", test!],
  ] as const) {
    for (let item = 0; item < part.info.length; item++) {
      const batch = await part.read([item]);
      expect([batch.count, batch.height, batch.width]).toEqual([1, 80, 16]);
      const found = shades(batch, 5);
      expect(new Set(found.map((shade) => shade % 4)).size).toBe(1);
      const frames = found.map((shade) => Math.floor((shade - (shade % 4)) / 4) - (shade % 4 === 1 ? 25 : 0));
      expect(frames).toEqual(frames.toSorted((x, y) => x - y));
      expect(frames[4]! - frames[0]!).toBe(4 * (frames[1]! - frames[0]!));
      for (const shade of found) seen[name].add(shade);
    }
  }
  expect([...seen.train].filter((shade) => seen.test.has(shade))).toEqual([]);
  // The last 40 % of 15 frames are the six from 9 on.
  expect(Math.max(...seen.train)).toBe(4 * 8 + 101);
  expect(Math.min(...[...seen.test].filter((shade) => shade % 4 === 0))).toBe(4 * 9);
});

test("clips that are too short are refused, and single images are no clips", async () => {
  const root = temporaryFolder();
  await makeClip(root, "a", 4, 0);
  await expect(openFrames(root, { imageSize: 16 })).rejects.toMatchObject({
    code: "clips-too-short",
    message: "no clip has 5 frames that follow one another: 1 clips with 4 frames in all",
  });
  await expect(openFrames(temporaryFolder(), { imageSize: 16 })).rejects.toThrow("there are no images in it");
  await expect(openStoredImages(`frames:${root}`)).rejects.toThrow("is not stored as encoded images");
});

test("frames of an item lie one below the other, items in the order asked for", async () => {
  const images = Uint8Array.from({ length: 6 * 12 }, (_, at) => Math.floor(at / 12));
  const frames = memoryDataset({ name: "f", images, labels: new Int32Array(6), height: 2, width: 2 });
  const items = [
    [0, 2],
    [3, 5],
  ];
  const batch = await frameTuples(frames, items, "pairs").read([1, 0]);
  expect([batch.count, batch.height, batch.width]).toEqual([2, 4, 2]);
  expect(shades(batch, 4)).toEqual([3, 5, 0, 2]);
});
