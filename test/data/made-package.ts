// A small package in the form of the CIFAR-10 one: six pictures of few rows, two label lists.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { integrityOf } from "../../src/data/hash.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export const ROWS = 4;

/** Byte `offset` of image `row` of picture `picture` (1–5 train, 6 test). */
export function madeByte(picture: number, row: number, offset: number): number {
  return (picture * 31 + row * 7 + offset * 3) % 251;
}

export async function makePackage(change: { omit?: string; trainLabels?: number[] } = {}) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "package"));
  const write = (name: string, content: string | Buffer) => {
    if (name !== change.omit) writeFileSync(join(folder, "package", name), content);
  };
  for (let picture = 1; picture <= 6; picture++) {
    const pixels = Buffer.alloc(ROWS * 3072);
    for (let i = 0; i < pixels.length; i++) pixels[i] = madeByte(picture, Math.floor(i / 3072), i % 3072);
    const raw = { width: 1024, height: ROWS, channels: 3 } as const;
    write(picture < 6 ? `data_batch_${picture}.png` : "test_batch.png", await sharp(pixels, { raw }).png().toBuffer());
  }
  const labels = (count: number) => Array.from({ length: count }, (_, i) => i % 10);
  write("train_lables.json", JSON.stringify(change.trainLabels ?? labels(5 * ROWS)));
  write("test_lables.json", JSON.stringify(labels(ROWS)));
  write("package.json", "{}");
  const path = join(folder, "made.tgz");
  execFileSync("tar", ["--format=ustar", "-czf", path, "-C", folder, "package"]);
  return { path, content: readFileSync(path), integrity: await integrityOf(path) };
}
