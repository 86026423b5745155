// A folder of images as a dataset: class folders with or without a test part, or a flat folder without labels.

import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { UsageError } from "../errors.ts";
import type { Dataset, DatasetPair, SkippedImage } from "./dataset.ts";
import { DecodedImages } from "./decoded-images.ts";
import { type FolderScan, scanFolder } from "./scan-folder.ts";

// Where there is no test part, every 10th image of each class becomes it.
const HELD_OUT_EVERY = 10;

// In order of preference: published test folders often have no labels.
const TEST_PARTS = ["val", "test"];

/**
 * Opens `root/<class>/…`, `root/train/<class>/…` with `root/val` or `root/test` beside it, or a flat `root`.
 * Images are read at the size that a crop of `imageSize` is usually cut from: 256 pixels for 224, and in proportion.
 * @param imageSize the side of the crops that training uses, in pixels
 * @throws UsageError when no image is found, or the test part has classes that the training part lacks.
 */
export async function openImageFolder(root: string, imageSize: number): Promise<DatasetPair> {
  const trainRoot = hasTrainPart(root) ? join(root, "train") : root;
  const scan = await scanFolder(trainRoot);
  if (scan.paths.length === 0) throw noImages(trainRoot, scan);
  const size = Math.round((imageSize * 256) / 224);
  const name = basename(root);
  const open = (part: string, images: LabelledPaths, skipped: SkippedImage[]) =>
    decodedFiles(images, { part: `${name} ${part}`, classes: scan.classes, skipped, root, size });

  // One class tells nothing apart: such a folder is as good as flat.
  if (!scan.labels || scan.classes.length < 2) {
    const train = open("train", { paths: scan.paths, labels: undefined }, scan.skipped);
    const how = scan.labels ? "without labels, as there is one class folder only" : "without labels";
    return { train, test: undefined, description: describe(train, undefined, scan, how) };
  }
  const given = trainRoot === root ? undefined : await scanTestPart(root, scan.classes);
  if (given) {
    const train = open("train", scan, scan.skipped);
    const test = open("test", given.images, given.scan.skipped);
    const both = {
      ...scan,
      skipped: [...scan.skipped, ...given.scan.skipped],
      notes: [...scan.notes, ...given.scan.notes],
    };
    return { train, test, description: describe(train, test, both, `test images from ${given.root}`) };
  }
  const { train: kept, test: heldOut } = holdOut(scan.paths, scan.labels);
  const train = open("train", kept, scan.skipped);
  const test = heldOut.paths.length > 0 ? open("test", heldOut, []) : undefined;
  const how = test
    ? `every ${HELD_OUT_EVERY}th image of each class held out as the test set`
    : `too few for a test set (it takes every ${HELD_OUT_EVERY}th image of a class)`;
  return { train, test, description: describe(train, test, scan, how) };
}

interface LabelledPaths {
  paths: readonly string[];
  labels: Int32Array | undefined;
}

function decodedFiles(
  { paths, labels }: LabelledPaths,
  {
    part,
    root,
    classes,
    skipped,
    size,
  }: { part: string; root: string; classes: readonly string[]; skipped: SkippedImage[]; size: number },
): Dataset {
  const name = (index: number) => paths[index]!;
  return new DecodedImages(
    { length: paths.length, labels, name, locate: name },
    {
      info: { name: part, length: paths.length, height: size, width: size, ...(labels && { classes }) },
      path: root,
      skipped,
    },
  );
}

/** `root/val`, else `root/test`: the first that has labels. */
async function scanTestPart(root: string, classes: readonly string[]) {
  for (const part of TEST_PARTS.map((name) => join(root, name)).filter(isFolder)) {
    const scan = await scanFolder(part);
    if (!scan.labels) continue;
    const unknown = scan.classes.filter((name) => !classes.includes(name));
    if (unknown.length > 0) throw unknownClasses(part, unknown);
    // The test part may lack some classes: its numbers are translated to those of the training part.
    const labels = scan.labels.map((label) => classes.indexOf(scan.classes[label]!));
    return { root: part, scan, images: { paths: scan.paths, labels } };
  }
  return undefined;
}

function holdOut(paths: readonly string[], labels: Int32Array) {
  const train: { paths: string[]; labels: number[] } = { paths: [], labels: [] };
  const test: { paths: string[]; labels: number[] } = { paths: [], labels: [] };
  let position = 0;
  for (const [i, path] of paths.entries()) {
    // Paths of a class stand together.
    position = i > 0 && labels[i] === labels[i - 1] ? position + 1 : 1;
    const part = position % HELD_OUT_EVERY === 0 ? test : train;
    part.paths.push(path);
    part.labels.push(labels[i]!);
  }
  return {
    train: { paths: train.paths, labels: Int32Array.from(train.labels) },
    test: { paths: test.paths, labels: Int32Array.from(test.labels) },
  };
}

function describe(
  train: Dataset,
  test: Dataset | undefined,
  { classes, skipped, notes }: FolderScan,
  how: string,
): string {
  const { length, width } = train.info;
  const counts = test ? `${length} training and ${test.info.length} test images` : `${length} images`;
  const ofClasses = classes.length > 1 ? ` of ${classes.length} classes` : "";
  const passedOver =
    skipped.length > 0
      ? [`Files passed over: ${skipped.length}, the first is ${skipped[0]!.path} (${skipped[0]!.reason})`]
      : [];
  return [`${counts}${ofClasses}, read at ${width}×${width}; ${how}`, ...notes, ...passedOver].join(". ");
}

function noImages(folder: string, { skipped }: FolderScan): UsageError {
  const first = skipped[0];
  return new UsageError([
    {
      code: "data-folder-empty",
      message: first
        ? `the folder has no image that can be read; files passed over: ${skipped.length}, the first is ${first.path} (${first.reason})`
        : "the folder has no images (.jpg, .jpeg, .png, .webp, .tif, .tiff, .gif, .avif)",
      where: `--data ${folder}`,
      remedy: "give a folder of images, or one with a folder of images for each class",
    },
  ]);
}

function unknownClasses(part: string, unknown: readonly string[]): UsageError {
  return new UsageError([
    {
      code: "data-classes-disagree",
      message: `classes of the test images that the training images lack: ${unknown.slice(0, 5).join(", ")}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ""}`,
      where: `--data ${part}`,
      remedy: "give both parts the same class folders, or remove the test part to have one split off",
    },
  ]);
}

/** A folder `train` may also be a class, of railway trains: it is a part if it has a test part beside it, or classes in it. */
function hasTrainPart(root: string): boolean {
  const train = join(root, "train");
  if (!isFolder(train)) return false;
  if (TEST_PARTS.some((name) => isFolder(join(root, name)))) return true;
  return readdirSync(train, { withFileTypes: true }).some((entry) => entry.isDirectory());
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
