// Finds the images of a folder: class folders as torchvision's ImageFolder reads them, or a flat folder.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SkippedImage } from "./dataset.ts";
import { type IndexOptions, readIndexedTree } from "./folder-index.ts";
import { type TreeFolder, topOf } from "./folder-tree.ts";
import type { ImageSource } from "./image-source.ts";
import { nameAt } from "./name-table.ts";

/** The images of a folder in a fixed order, and what was passed over. */
export interface FolderScan {
  /** Their names are absolute paths. */
  images: ImageSource;
  /** Names of the class folders that hold images, sorted by code point; empty for a flat folder. */
  classes: string[];
  skipped: SkippedImage[];
  /** What a reader of the log should know about how the folder was understood. */
  notes: string[];
}

/**
 * Reads the names in `root`, no images. Hidden files and files of other kinds are ignored.
 * Where images lie both in `root` itself and in folders below it, the larger part is taken and the rest noted.
 * @throws MochiError when a folder cannot be read.
 */
export async function scanFolder(root: string, options?: IndexOptions): Promise<FolderScan> {
  const { folders, notes } = await readIndexedTree(root, options);
  const skipped = folders.flatMap((folder) =>
    folder.skipped.map(({ path, reason }) => ({ path: join(root, folder.path, path), reason })),
  );
  const [top, ...below] = folders.map((folder) => ({ folder, images: folder.files.ends.length }));
  const imagesBelow = below.reduce((sum, { images }) => sum + images, 0);
  if (top!.images > imagesBelow) {
    const said = imagesBelow > 0 ? [`Not read: what lies in folders below ${root} (images: ${imagesBelow})`] : [];
    const images = new FolderImages(root, [top!.folder], undefined);
    return { images, classes: [], skipped, notes: [...said, ...notes] };
  }
  const said =
    top!.images > 0 ? [`Not read: what lies beside the class folders of ${root} (images: ${top!.images})`] : [];
  const { labels, classes } = classesOf(below, imagesBelow);
  const images = new FolderImages(
    root,
    below.map(({ folder }) => folder),
    imagesBelow > 0 ? labels : undefined,
  );
  return { images, classes, skipped, notes: [...said, ...notes] };
}

/** Each folder of the root that holds images, at whatever depth, is a class. */
function classesOf(folders: readonly { folder: TreeFolder; images: number }[], length: number) {
  const classes: string[] = [];
  const labels = new Int32Array(length);
  let next = 0;
  for (const { folder, images } of folders) {
    if (images === 0) continue;
    const name = topOf(folder.path);
    if (classes.at(-1) !== name) classes.push(name);
    labels.fill(classes.length - 1, next, next + images);
    next += images;
  }
  return { labels, classes };
}

class FolderImages implements ImageSource {
  readonly length: number;
  readonly labels: Int32Array | undefined;
  readonly #root: string;
  readonly #folders: readonly TreeFolder[];
  /** Index that follows the last image of each folder. */
  readonly #ends: Uint32Array;

  constructor(root: string, folders: readonly TreeFolder[], labels: Int32Array | undefined) {
    this.#root = root;
    this.#folders = folders.filter(({ files }) => files.ends.length > 0);
    this.#ends = new Uint32Array(this.#folders.length);
    let end = 0;
    for (const [i, { files }] of this.#folders.entries()) {
      end += files.ends.length;
      this.#ends[i] = end;
    }
    this.length = end;
    this.labels = labels;
  }

  name(index: number): string {
    const place = firstAbove(this.#ends, index);
    const { path, files } = this.#folders[place]!;
    const first = place === 0 ? 0 : this.#ends[place - 1]!;
    return join(this.#root, path, nameAt(files, index - first));
  }

  bytes(index: number): Promise<Uint8Array> {
    return readFile(this.name(index));
  }

  locate(index: number): string {
    return this.name(index);
  }
}

/** Position of the first of the rising `values` that is above `limit`. */
function firstAbove(values: Uint32Array, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
