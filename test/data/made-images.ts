// Pictures made for tests: of one grey each, so that a pixel tells which was read.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { expect } from "vitest";
import type { Dataset } from "../../src/data/dataset.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export function greyPicture(grey: number, width = 20, height = 10): Promise<Buffer> {
  const background = { r: grey, g: grey, b: grey };
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

/** Writes a grey picture for each name, or a broken file where the grey is undefined. */
export async function folderOf(files: Record<string, number | undefined>): Promise<string> {
  const root = temporaryFolder();
  for (const [name, grey] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), grey === undefined ? "broken" : await greyPicture(grey));
  }
  return root;
}

/** The grey of each image of a dataset. */
export async function greysOf(dataset: Dataset, indices = [...Array(dataset.info.length).keys()]): Promise<number[]> {
  const { images, count, height, width } = await dataset.read(indices);
  expect(images.length).toBe(count * height * width * 3);
  return Array.from({ length: count }, (_, i) => images[i * height * width * 3]!);
}
