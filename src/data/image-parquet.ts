// Parquet files with images, as Hugging Face stores them, as one data set: parts by file name, row groups read when needed.

import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { UsageError } from "../errors.ts";
import type { ImageSource, StoredImages } from "./image-source.ts";
import { sortNames } from "./list-folder.ts";
import { ParquetFile, type RowGroup } from "./parquet-file.ts";
import { RowGroupCache } from "./row-group-cache.ts";

// In order of preference: published test files often have no labels.
const TEST_PARTS = ["validation", "valid", "val", "dev", "test"];

/** Bytes of unpacked images that are kept at a time, of both parts together. */
const CACHE_BYTES = 256 * 2 ** 20;

/**
 * Opens one file, or the files of a folder (or of `data` in it): `train-*.parquet` for training, `validation-*` or else
 * `test-*` for testing; files named otherwise are training images where there is no `train-*`.
 * @throws UsageError when there is no such file; MochiError when one cannot be read or holds no images.
 */
export async function findParquetImages(path: string): Promise<StoredImages> {
  const paths = parquetPaths(path);
  const named = (part: string) => paths.filter((file) => new RegExp(`^${part}[-._]`).test(basename(file)));
  const isDivided = named("train").length > 0;
  const trainPaths = isDivided ? named("train") : paths;
  const cache = new RowGroupCache(CACHE_BYTES);
  const train = await openPart(trainPaths, cache);
  if (train.images.length === 0) throw noRows(path);
  const given = isDivided ? await labelledPart(TEST_PARTS.map(named), cache) : undefined;
  const read = new Set([...trainPaths, ...(given?.paths ?? [])]);
  const others = paths.filter((file) => !read.has(file));
  const bytes = train.groups.reduce((sum, group) => sum + group.bytes, 0);
  return {
    name: basename(path).replace(/\.parquet$/, ""),
    path,
    classes: classNames(train, given),
    train: train.images,
    test: given?.images,
    skipped: { train: [], test: [] },
    notes: [
      ...(others.length > 0 ? [`Not read: ${others.map((file) => basename(file)).join(", ")}`] : []),
      // A batch at random touches as many row groups as it has images.
      ...(bytes > CACHE_BYTES
        ? ["For an image, its whole row group is read: `mochi data pack` them once to train faster"]
        : []),
    ],
    division: given ? `test images from ${given.paths.map((file) => basename(file)).join(", ")}` : "",
  };
}

function parquetPaths(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  for (const folder of [path, join(path, "data")].filter((candidate) => existsSync(candidate))) {
    const names = sortNames(readdirSync(folder).filter((name) => name.endsWith(".parquet")));
    if (names.length > 0) return names.map((name) => join(folder, name));
  }
  throw new UsageError([
    {
      code: "parquet-missing",
      message: "the folder has no .parquet files",
      where: `--data parquet:${path}`,
      remedy: "give the folder that holds train-00000-of-….parquet",
    },
  ]);
}

interface Part {
  paths: readonly string[];
  groups: readonly RowGroup[];
  classes: readonly string[] | undefined;
  images: ImageSource;
}

async function openPart(paths: readonly string[], cache: RowGroupCache): Promise<Part> {
  const files: ParquetFile[] = [];
  const labels: (Int32Array | undefined)[] = [];
  for (const path of paths) {
    const file = await ParquetFile.open(path);
    files.push(file);
    labels.push(await file.labels());
  }
  const groups = files.flatMap((file) => file.groups).filter(({ rows }) => rows > 0);
  return { paths, groups, classes: files[0]?.classes, images: new ParquetImages(groups, joined(labels), cache) };
}

/** The first part that has labels. */
async function labelledPart(parts: readonly (readonly string[])[], cache: RowGroupCache): Promise<Part | undefined> {
  for (const paths of parts) {
    if (paths.length === 0) continue;
    const part = await openPart(paths, cache);
    if (part.images.labels) return part;
  }
  return undefined;
}

/** Labels of all files in a row; undefined where a single image has none. */
function joined(parts: readonly (Int32Array | undefined)[]): Int32Array | undefined {
  const labels: number[] = [];
  for (const part of parts) {
    if (!part?.every((label) => label >= 0)) return undefined;
    for (const label of part) labels.push(label);
  }
  return Int32Array.from(labels);
}

/** The names that the files give, else the numbers themselves. */
function classNames(train: Part, test: Part | undefined): readonly string[] {
  const { labels } = train.images;
  if (!labels) return [];
  let count = 0;
  for (const label of labels) count = Math.max(count, label + 1);
  for (const label of test?.images.labels ?? []) count = Math.max(count, label + 1);
  const names = train.classes ?? [];
  return Array.from({ length: Math.max(count, names.length) }, (_, number) => names[number] ?? String(number));
}

class ParquetImages implements ImageSource {
  readonly length: number;
  readonly labels: Int32Array | undefined;
  readonly #groups: readonly RowGroup[];
  /** `[n]` place of each image's group in `groups`. */
  readonly #groupOf: Uint32Array;
  readonly #firsts: Uint32Array;
  readonly #cache: RowGroupCache;

  constructor(groups: readonly RowGroup[], labels: Int32Array | undefined, cache: RowGroupCache) {
    this.length = groups.reduce((sum, { rows }) => sum + rows, 0);
    this.labels = labels;
    this.#groups = groups;
    this.#cache = cache;
    this.#groupOf = new Uint32Array(this.length);
    this.#firsts = new Uint32Array(groups.length);
    let next = 0;
    for (const [place, { rows }] of groups.entries()) {
      this.#firsts[place] = next;
      this.#groupOf.fill(place, next, next + rows);
      next += rows;
    }
  }

  name(index: number): string {
    const { group, row } = this.#locate(index);
    return `${basename(group.file.path)} row ${group.first + row}`;
  }

  async bytes(index: number): Promise<Uint8Array> {
    const { group, row } = this.#locate(index);
    const image = (await this.#cache.images(group))[row];
    if (!image) throw new Error("the row holds no image bytes");
    return image.slice();
  }

  #locate(index: number) {
    const place = this.#groupOf[index]!;
    return { group: this.#groups[place]!, row: index - this.#firsts[place]! };
  }
}

function noRows(path: string): UsageError {
  return new UsageError([
    {
      code: "parquet-empty",
      message: "the parquet files have no rows",
      where: `--data parquet:${path}`,
      remedy: "give the files that hold the training images",
    },
  ]);
}
