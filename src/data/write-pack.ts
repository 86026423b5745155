// Packing: images resized once and written into one file, which can be broken off and continued.

import { createHash } from "node:crypto";
import { mkdir, rename } from "node:fs/promises";
import { dirname, isAbsolute, relative } from "node:path";
import { MochiError } from "../errors.ts";
import type { OnDataProgress, SkippedImage } from "./dataset.ts";
import { decodeFound } from "./decode-found.ts";
import { type DecodedImage, sharedDecodePool } from "./decode-pool.ts";
import type { StoredImages } from "./image-source.ts";
import { nameTable } from "./name-table.ts";
import type { PackIndex, PackRecord } from "./pack-format.ts";
import { PartialPack } from "./partial-pack.ts";
import { sealTables } from "./sealed-tables.ts";
import type { ShrinkSettings } from "./shrink-image.ts";

export interface PackOptions extends ShrinkSettings {
  onProgress?: OnDataProgress | undefined;
}

export interface PackSummary {
  /** Images of the training and of the test part. */
  counts: { train: number; test: number };
  skipped: readonly SkippedImage[];
  /** Size of the file. */
  bytes: number;
  /** Images taken over from a packing that was broken off. */
  resumed: number;
}

// Enough that a batch's last image keeps no thread waiting for long: the next batch is asked for while one is written.
const AT_ONCE = 64;

/**
 * Writes the images of both parts into one file. It grows as `<path>.partial`, which a second call with the same images and
 * settings continues, and is renamed when all is written. Images that cannot be decoded are passed over.
 * @throws MochiError when the file cannot be written or no image can be read.
 */
export async function writePack(stored: StoredImages, path: string, options: PackOptions): Promise<PackSummary> {
  try {
    return await packInto(`${path}.partial`, path, stored, options);
  } catch (cause) {
    if (cause instanceof MochiError) throw cause;
    throw new MochiError({
      code: "pack-not-written",
      message: `the packed file cannot be written: ${(cause as Error).message}`,
      where: path,
      remedy: "make room or choose another --out; the same command continues where this one stopped",
      cause,
    });
  }
}

async function packInto(partial: string, path: string, stored: StoredImages, options: PackOptions) {
  const images = allImages(stored);
  await mkdir(dirname(path), { recursive: true });
  const pack = await PartialPack.open(partial, fingerprintOf(images, stored, options), images.length);
  try {
    const resumed = pack.done;
    for await (const record of packRecords(images, resumed, options)) {
      await pack.append(record);
      options.onProgress?.({ label: `packing into ${path}`, done: pack.done, total: images.length });
    }
    const { index, block } = indexOf(pack, images, stored, options);
    if (index.counts.train === 0) throw nothingToPack(path, index.skipped[0]!);
    const bytes = await pack.seal(block);
    await rename(partial, path);
    return { counts: { ...index.counts, test: index.counts.test ?? 0 }, skipped: index.skipped, bytes, resumed };
  } finally {
    await pack.close();
  }
}

/** What is written of each image from `first` on, in their order. */
async function* packRecords(images: AllImages, first: number, { size, quality }: ShrinkSettings) {
  const ask = (start: number) => {
    const rows = Array.from({ length: Math.min(AT_ONCE, images.length - start) }, (_, i) => start + i);
    const batch = decodeFound(sharedDecodePool(), rows, images.locate, () => ({ kind: "smaller", size, quality }));
    // One that is asked for ahead may fail before it is awaited.
    batch.catch(() => {});
    return batch;
  };
  let ahead = ask(first);
  for (let start = first; start < images.length; start += AT_ONCE) {
    const batch = await ahead;
    if (start + AT_ONCE < images.length) ahead = ask(start + AT_ONCE);
    yield* batch.map(recordOf);
  }
}

function recordOf(image: DecodedImage): PackRecord {
  return "reason" in image ? { reason: image.reason || "unknown" } : { image: image.pixels };
}

/** Both parts in one row, the training part first; images are named from the place of the data set. */
function allImages({ path, train, test }: StoredImages) {
  const of = (row: number) => (row < train.length ? train : test!);
  const at = (row: number) => (row < train.length ? row : row - train.length);
  return {
    length: train.length + (test?.length ?? 0),
    locate: (row: number) => of(row).locate?.(at(row)) ?? of(row).bytes(at(row)),
    label: (row: number) => of(row).labels![at(row)]!,
    name: (row: number) => {
      const name = of(row).name(at(row));
      return isAbsolute(name) ? relative(path, name) : name;
    },
  };
}

type AllImages = ReturnType<typeof allImages>;

function fingerprintOf(images: AllImages, { classes, train }: StoredImages, { size, quality }: PackOptions): Buffer {
  const hash = createHash("sha256");
  hash.update(JSON.stringify({ size, quality, classes, train: train.length }));
  for (let row = 0; row < images.length; row++) {
    hash.update(`${images.name(row)}\n${train.labels ? images.label(row) : ""}\n`);
  }
  return hash.digest();
}

function indexOf(pack: PartialPack, images: AllImages, stored: StoredImages, { size, quality }: PackOptions) {
  const { name, classes, train, test, notes, division } = stored;
  const rows = Uint32Array.from({ length: images.length }, (_, row) => row).filter((row) => !pack.reasons.has(row));
  const ofTrain = rows.filter((row) => row < train.length).length;
  const index: PackIndex = {
    name,
    classes,
    counts: test ? { train: ofTrain, test: rows.length - ofTrain } : { train: ofTrain },
    size,
    quality,
    skipped: [...pack.reasons].map(([row, reason]) => ({ path: images.name(row), reason })),
    notes,
    division,
  };
  const { bytes, ends } = nameTable(Array.from(rows, (row) => images.name(row)));
  const tables = {
    starts: Float64Array.from(rows, (row) => pack.starts[row]!),
    lengths: Uint32Array.from(rows, (row) => pack.lengths[row]!),
    checksums: Uint32Array.from(rows, (row) => pack.checksums[row]!),
    labels: train.labels ? Int32Array.from(rows, (row) => images.label(row)) : new Int32Array(0),
    nameBytes: bytes,
    nameEnds: ends,
  };
  return { index, block: sealTables({ header: index, tables }) };
}

function nothingToPack(path: string, first: SkippedImage): MochiError {
  return new MochiError({
    code: "pack-empty",
    message: `no image can be read; ${first.path}: ${first.reason}`,
    where: path,
    remedy: "mochi reads .jpg, .jpeg, .png, .webp, .tif, .tiff, .gif and .avif",
  });
}
