// What one folder holds: its images, its folders, and the files that look like images but are not read.

import { opendir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { MochiError } from "../errors.ts";
import type { SkippedImage } from "./dataset.ts";
import { type NameTable, nameTable } from "./name-table.ts";

const READABLE = new Set([".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".gif", ".avif"]);

const UNREADABLE: ReadonlyMap<string, string> = new Map([
  ...[".bmp", ".ppm", ".pgm", ".heic", ".heif", ".jxl"].map(
    (extension) => [extension, `${extension} files are not read; convert them to .png or .jpg`] as const,
  ),
  [".svg", "SVG is refused: drawing it may load other files"],
]);

export interface FolderListing {
  /** Names of the images, sorted by code point. */
  files: NameTable;
  /** Names of the folders, links to folders among them, sorted by code point. */
  folders: readonly string[];
  /** Files passed over, by name. */
  skipped: readonly SkippedImage[];
}

// Entries of one call to the system; many at a time, but not a million.
const ENTRIES_A_READ = 1024;

/**
 * Reads the names in a folder, no images. Hidden files and files of other kinds are ignored.
 * @throws MochiError when it cannot be listed.
 */
export async function listFolder(folder: string): Promise<FolderListing> {
  const files: string[] = [];
  const folders: string[] = [];
  const skipped: SkippedImage[] = [];
  try {
    for await (const entry of await opendir(folder, { bufferSize: ENTRIES_A_READ })) {
      const { name } = entry;
      if (name.startsWith(".")) continue;
      const extension = extname(name).toLowerCase();
      const kind = entry.isSymbolicLink() ? await kindOf(join(folder, name)) : kindOfEntry(entry);
      const reason = UNREADABLE.get(extension);
      if (kind === "folder") folders.push(name);
      else if (reason) skipped.push({ path: name, reason });
      else if (!READABLE.has(extension)) continue;
      else if (kind === "file") files.push(name);
      else skipped.push({ path: name, reason: kind });
    }
  } catch (cause) {
    throw unreadable(folder, cause);
  }
  skipped.sort((a, b) => compareCodePoints(a.path, b.path));
  return { files: nameTable(sortNames(files)), folders: sortNames(folders), skipped };
}

/** Sorts in place as Python does, by code point, which is also the order of the UTF-8 bytes. */
export function sortNames(names: string[]): string[] {
  // The built-in order, of UTF-16 units, is the same without surrogates, and twenty times as fast.
  return names.some((name) => /[\ud800-\udfff]/.test(name)) ? names.sort(compareCodePoints) : names.sort();
}

/** Orders strings by code point; `<` would put emoji before some Chinese signs. */
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

/** The error for a folder that cannot be listed or looked at. */
export function unreadable(folder: string, cause: unknown): MochiError {
  return new MochiError({
    code: "data-folder-unreadable",
    message: `the folder cannot be read: ${(cause as Error).message}`,
    where: folder,
    remedy: "mend its rights, or take it out of the data folder",
    cause,
  });
}

type Kind = "folder" | "file" | "a link to nothing" | "not a file";

function kindOfEntry(entry: { isDirectory(): boolean; isFile(): boolean }): Kind {
  return entry.isDirectory() ? "folder" : entry.isFile() ? "file" : "not a file";
}

async function kindOf(link: string): Promise<Kind> {
  const target = await stat(link).catch(() => undefined);
  return target ? kindOfEntry(target) : "a link to nothing";
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
