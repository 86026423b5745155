// Finds the images of a folder: class folders as torchvision's ImageFolder reads them, or a flat folder.

import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { MochiError } from "../errors.ts";
import type { SkippedImage } from "./dataset.ts";

const READABLE = new Set([".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".gif", ".avif"]);

const UNREADABLE: ReadonlyMap<string, string> = new Map([
  ...[".bmp", ".ppm", ".pgm", ".heic", ".heif", ".jxl"].map(
    (extension) => [extension, `${extension} files are not read; convert them to .png or .jpg`] as const,
  ),
  [".svg", "SVG is refused: drawing it may load other files"],
]);

/** Paths of images in a fixed order, and what was passed over. */
export interface FolderScan {
  paths: string[];
  /** Class of each path, an index into `classes`; undefined for a flat folder. */
  labels: Int32Array | undefined;
  /** Names of the class folders that hold images, sorted by code point; empty for a flat folder. */
  classes: string[];
  skipped: SkippedImage[];
  /** What a reader of the log should know about how the folder was understood. */
  notes: string[];
}

/**
 * Reads the names in `root`, no images. Hidden files and files of other kinds are ignored.
 * Where images lie both in `root` itself and in folders below it, the larger part is taken and the rest noted.
 */
export async function scanFolder(root: string): Promise<FolderScan> {
  const skipped: SkippedImage[] = [];
  const { files, folders } = await listFolder(root, skipped);
  const classes: string[] = [];
  const paths: string[] = [];
  const labels: number[] = [];
  for (const folder of folders) {
    const found = await imagesBelow(join(root, folder), skipped);
    if (found.length === 0) continue;
    for (const path of found) {
      paths.push(path);
      labels.push(classes.length);
    }
    classes.push(folder);
  }
  if (files.length > paths.length) {
    const notes = paths.length > 0 ? [`Not read: what lies in folders below ${root} (images: ${paths.length})`] : [];
    return { paths: files, labels: undefined, classes: [], skipped, notes };
  }
  const notes =
    files.length > 0 ? [`Not read: what lies beside the class folders of ${root} (images: ${files.length})`] : [];
  return { paths, labels: paths.length > 0 ? Int32Array.from(labels) : undefined, classes, skipped, notes };
}

/** Orders strings as Python does, by code point; `<` would put emoji before some Chinese signs. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const unitA = a.charCodeAt(i);
    const unitB = b.charCodeAt(i);
    if (unitA === unitB) continue;
    // Surrogates stand for the code points above all single units.
    if (isSurrogate(unitA) !== isSurrogate(unitB)) return isSurrogate(unitA) ? 1 : -1;
    return unitA - unitB;
  }
  return a.length - b.length;
}

/** All images at any depth, folder by folder in torchvision's order. */
async function imagesBelow(top: string, skipped: SkippedImage[]): Promise<string[]> {
  const byFolder: { folder: string; files: string[] }[] = [];
  const visited = new Set<string>();
  const open = [top];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    // Links are followed; one that leads back up would never end.
    const real = await realpath(folder);
    if (visited.has(real)) continue;
    visited.add(real);
    const { files, folders } = await listFolder(folder, skipped);
    byFolder.push({ folder, files });
    for (const name of folders) open.push(join(folder, name));
  }
  byFolder.sort((a, b) => compareCodePoints(a.folder, b.folder));
  return byFolder.flatMap(({ files }) => files);
}

/** Paths of the images, and names of the folders, directly in `folder`; both sorted. */
async function listFolder(folder: string, skipped: SkippedImage[]): Promise<{ files: string[]; folders: string[] }> {
  const entries = (await entriesOf(folder)).filter(({ name }) => !name.startsWith("."));
  entries.sort((a, b) => compareCodePoints(a.name, b.name));
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const kind = await kindOf(entry, path);
    const extension = extname(entry.name).toLowerCase();
    const reason = UNREADABLE.get(extension);
    if (kind === "folder") folders.push(entry.name);
    else if (reason) skipped.push({ path, reason });
    else if (!READABLE.has(extension)) continue;
    else if (kind === "file") files.push(path);
    else skipped.push({ path, reason: kind });
  }
  return { files, folders };
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw new MochiError({
      code: "data-folder-unreadable",
      message: `the folder cannot be read: ${(cause as Error).message}`,
      where: folder,
      remedy: "mend its rights, or take it out of the data folder",
      cause,
    });
  }
}

async function kindOf(entry: Dirent, path: string): Promise<"folder" | "file" | "a link to nothing" | "not a file"> {
  if (!entry.isSymbolicLink()) return entry.isDirectory() ? "folder" : entry.isFile() ? "file" : "not a file";
  const target = await stat(path).catch(() => undefined);
  if (!target) return "a link to nothing";
  return target.isDirectory() ? "folder" : target.isFile() ? "file" : "not a file";
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
