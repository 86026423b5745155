// A folder of images: class folders with or without a test part, or a flat folder without labels.

import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { UsageError } from "../errors.ts";
import type { IndexOptions } from "./folder-index.ts";
import { type ImageSource, relabelled, type StoredImages } from "./image-source.ts";
import { type FolderScan, scanFolder } from "./scan-folder.ts";

// In order of preference: published test folders often have no labels.
const TEST_PARTS = ["val", "test"];

/**
 * Finds the images of `root/<class>/…`, of `root/train/<class>/…` with `root/val` or `root/test` beside it, or of a flat `root`.
 * @throws UsageError when no image is found, or the test part has classes that the training part lacks; MochiError when a
 * folder cannot be read.
 */
export async function findFolderImages(root: string, options?: IndexOptions): Promise<StoredImages> {
  const trainRoot = hasTrainPart(root) ? join(root, "train") : root;
  const scan = await scanFolder(trainRoot, options);
  if (scan.images.length === 0) throw noImages(trainRoot, scan);
  const isDivided = trainRoot !== root && scan.classes.length > 1;
  const given = isDivided ? await scanTestPart(root, scan.classes, options) : undefined;
  return {
    name: basename(root),
    path: root,
    classes: scan.classes,
    train: scan.images,
    test: given?.images,
    skipped: { train: scan.skipped, test: given?.scan.skipped ?? [] },
    notes: [...scan.notes, ...(given?.scan.notes ?? [])],
    division: given ? `test images from ${given.root}` : "",
  };
}

/** `root/val`, else `root/test`: the first that has labels. */
async function scanTestPart(root: string, classes: readonly string[], options?: IndexOptions) {
  for (const part of TEST_PARTS.map((name) => join(root, name)).filter(isFolder)) {
    const scan = await scanFolder(part, options);
    if (!scan.images.labels) continue;
    const unknown = scan.classes.filter((name) => !classes.includes(name));
    if (unknown.length > 0) throw unknownClasses(part, unknown);
    return { root: part, scan, images: renumbered(scan, classes) };
  }
  return undefined;
}

/** The test part may lack some classes: its numbers are translated to those of the training part. */
function renumbered({ images, classes }: FolderScan, trainClasses: readonly string[]): ImageSource {
  return relabelled(
    images,
    images.labels!.map((label) => trainClasses.indexOf(classes[label]!)),
  );
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
