// The official binary files of CIFAR-10 and CIFAR-100, read where the user has unpacked them.

import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { MochiError } from "../errors.ts";
import type { Dataset, DatasetPair } from "./dataset.ts";
import { memoryDataset } from "./memory-dataset.ts";

const PLANE_BYTES = 32 * 32;
const IMAGE_BYTES = 3 * PLANE_BYTES;

interface BinaryLayout {
  title: string;
  /** The folder that the official archive unpacks to. */
  folder: string;
  train: readonly string[];
  test: readonly string[];
  /** Images in each official file by its name. */
  officialRows: (file: string) => number;
  /** Bytes before the pixels of a row; the last of them is the label that is used. */
  labelBytes: number;
  classCount: number;
  /** Class names, one a line. */
  classFile: string;
}

export const CIFAR10_BINARY: BinaryLayout = {
  title: "CIFAR-10",
  folder: "cifar-10-batches-bin",
  train: [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`),
  test: ["test_batch.bin"],
  officialRows: () => 10_000,
  labelBytes: 1,
  classCount: 10,
  classFile: "batches.meta.txt",
};

/** Each row has a coarse label (of 20) and a fine one (of 100); the fine one is used. */
export const CIFAR100_BINARY: BinaryLayout = {
  title: "CIFAR-100",
  folder: "cifar-100-binary",
  train: ["train.bin"],
  test: ["test.bin"],
  officialRows: (file) => (file === "train.bin" ? 50_000 : 10_000),
  labelBytes: 2,
  classCount: 100,
  classFile: "fine_label_names.txt",
};

/**
 * Reads all files of a layout; they may hold any whole number of rows.
 * @param path the folder of the files, or the one above it
 * @throws MochiError naming the file that is missing, cut, or holds a label out of range.
 */
export async function openCifarBinary(path: string, layout: BinaryLayout): Promise<DatasetPair> {
  const folder = existsSync(join(path, layout.folder)) ? join(path, layout.folder) : path;
  const missing = [...layout.train, ...layout.test].filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) throw await filesMissing(folder, missing, layout);
  const classes = await readClasses(folder, layout);
  const train = await readFiles(folder, layout.train, `${layout.title} train`, layout, classes);
  const test = await readFiles(folder, layout.test, `${layout.title} test`, layout, classes);
  const counts = `${train.info.length} training and ${test.info.length} test images`;
  return {
    train,
    test,
    description: `${layout.title}: ${counts} of ${layout.classCount} classes, 32×32, from ${folder}`,
  };
}

async function readFiles(
  folder: string,
  files: readonly string[],
  name: string,
  layout: BinaryLayout,
  classes: readonly string[] | undefined,
): Promise<Dataset> {
  const rowBytes = layout.labelBytes + IMAGE_BYTES;
  const contents = await Promise.all(files.map((file) => readRows(join(folder, file), file, layout)));
  const length = contents.reduce((sum, content) => sum + content.length / rowBytes, 0);
  const labels = new Int32Array(length);
  const images = new Uint8Array(length * IMAGE_BYTES); // [N, 32, 32, 3]
  let index = 0;
  for (const [i, content] of contents.entries()) {
    for (let row = 0; row < content.length; row += rowBytes, index++) {
      const label = content[row + layout.labelBytes - 1]!;
      if (label >= layout.classCount) throw labelOutOfRange(join(folder, files[i]!), row / rowBytes, label, layout);
      labels[index] = label;
      interleave(content, row + layout.labelBytes, images, index * IMAGE_BYTES);
    }
  }
  return memoryDataset({ name, images, labels, height: 32, width: 32, ...(classes && { classes }) });
}

/** Three planes (red, green, blue) to pixels of three bytes. */
function interleave(planes: Uint8Array, from: number, images: Uint8Array, to: number): void {
  for (let pixel = 0; pixel < PLANE_BYTES; pixel++) {
    images[to + 3 * pixel] = planes[from + pixel]!;
    images[to + 3 * pixel + 1] = planes[from + PLANE_BYTES + pixel]!;
    images[to + 3 * pixel + 2] = planes[from + 2 * PLANE_BYTES + pixel]!;
  }
}

async function readRows(path: string, file: string, layout: BinaryLayout): Promise<Uint8Array> {
  const content = await readFile(path);
  const rowBytes = layout.labelBytes + IMAGE_BYTES;
  if (content.length > 0 && content.length % rowBytes === 0) return content;
  const official = layout.officialRows(file) * rowBytes;
  throw new MochiError({
    code: "cifar-file-size",
    message: `${file} has ${content.length} bytes; expected ${official}, or any other whole number of rows of ${rowBytes}`,
    where: path,
    remedy: `unpack the ${layout.title} binary archive again`,
  });
}

async function readClasses(folder: string, { classFile, classCount }: BinaryLayout): Promise<string[] | undefined> {
  const text = await readFile(join(folder, classFile), "utf8").catch(() => "");
  const names = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return names.length === classCount ? names : undefined;
}

function labelOutOfRange(path: string, row: number, label: number, { title, classCount }: BinaryLayout): MochiError {
  return new MochiError({
    code: "cifar-label-range",
    message: `row ${row} has label ${label}; ${title} has labels 0–${classCount - 1}`,
    where: path,
    remedy: `this is not a file of ${title}, or it is damaged: unpack the archive again`,
  });
}

async function filesMissing(folder: string, missing: readonly string[], layout: BinaryLayout): Promise<MochiError> {
  const names = (await readdir(folder)).sort();
  const python = names.includes("data_batch_1") || names.includes("train");
  return new MochiError({
    code: "cifar-files-missing",
    message: `${missing.join(", ")} not found for ${layout.title}; the folder holds ${listing(names)}`,
    where: folder,
    remedy: python
      ? `these are the files of the Python version; use the binary version of ${layout.title}`
      : `give the folder ${layout.folder} of the binary version, or the one above it`,
  });
}

function listing(names: readonly string[]): string {
  if (names.length === 0) return "nothing";
  return names.slice(0, 8).join(", ") + (names.length > 8 ? ` and ${names.length - 8} more` : "");
}
