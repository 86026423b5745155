// Reading of a packed file: its index at once, each image by a read at its place, checked by its checksum.

import { MochiError } from "../errors.ts";
import type { ImageSource, StoredImages } from "./image-source.ts";
import { nameAt } from "./name-table.ts";
import { decodeHeader, HEADER_BYTES, type PackIndex, type PackTables } from "./pack-format.ts";
import { PositionedFile } from "./positioned-file.ts";
import { readImage } from "./read-image.ts";
import { openTables } from "./sealed-tables.ts";

/**
 * Opens a packed file; its size and its index are checked, its images as each is read.
 * @throws MochiError when it is no packed file, unfinished, cut short or damaged in its index.
 */
export async function openPack(path: string): Promise<StoredImages> {
  const file = openFile(path);
  try {
    const { header: index, tables } = await readIndex(file, path);
    const { name, classes, counts, skipped, notes, division, size } = index;
    const train = new PackedImages(path, tables, 0, counts.train);
    const test = counts.test === undefined ? undefined : new PackedImages(path, tables, counts.train, counts.test);
    const first = skipped[0];
    const passedOver = first
      ? [`Passed over when it was packed: ${skipped.length}, the first is ${first.path} (${first.reason})`]
      : [];
    return {
      name,
      path,
      classes,
      train,
      test,
      skipped: { train: [], test: [] },
      notes: [...notes, `Packed with short sides of at most ${size} pixels`, ...passedOver],
      division,
    };
  } finally {
    file.close();
  }
}

function openFile(path: string): PositionedFile {
  try {
    return new PositionedFile(path);
  } catch (cause) {
    throw packError("pack-unreadable", `the packed file cannot be opened: ${(cause as Error).message}`, path, cause);
  }
}

async function readIndex(file: PositionedFile, path: string): Promise<{ header: PackIndex; tables: PackTables }> {
  const header = decodeHeader(await file.read(0, HEADER_BYTES));
  if (!header) throw packError("pack-not-a-pack", "the file is not one that `mochi data pack` wrote", path);
  const { offset, length } = header.index;
  if (length === 0) throw packError("pack-unfinished", "the packing of this file was broken off", path);
  if (file.size !== offset + length) {
    throw packError("pack-damaged", `the packed file has ${file.size} bytes; its header says ${offset + length}`, path);
  }
  const opened = openTables<PackIndex>(await file.read(offset, length));
  if (!opened) throw packError("pack-damaged", "the index of the packed file does not match its hash", path);
  return { header: opened.header, tables: opened.tables as unknown as PackTables };
}

class PackedImages implements ImageSource {
  readonly length: number;
  readonly labels: Int32Array | undefined;
  readonly #path: string;
  readonly #tables: PackTables;
  readonly #first: number;

  constructor(path: string, tables: PackTables, first: number, length: number) {
    this.length = length;
    this.labels = tables.labels.length > 0 ? tables.labels.subarray(first, first + length) : undefined;
    this.#path = path;
    this.#tables = tables;
    this.#first = first;
  }

  name(index: number): string {
    const { nameBytes, nameEnds } = this.#tables;
    return nameAt({ bytes: nameBytes, ends: nameEnds }, this.#first + index);
  }

  bytes(index: number): Promise<Uint8Array> {
    return readImage(this.locate(index));
  }

  locate(index: number) {
    const { starts, lengths, checksums } = this.#tables;
    const row = this.#first + index;
    return { path: this.#path, offset: starts[row]!, length: lengths[row]!, checksum: checksums[row]! };
  }
}

function packError(code: string, message: string, path: string, cause?: unknown): MochiError {
  return new MochiError({ code, message, where: path, remedy: "pack the images again: mochi data pack", cause });
}
