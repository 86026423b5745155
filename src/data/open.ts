// From the value of --data to images: how each kind of data set is opened.

import { UsageError } from "../errors.ts";
import { CIFAR10_BINARY, CIFAR100_BINARY, openCifarBinary } from "./cifar-binary.ts";
import { openCifar10 } from "./cifar10.ts";
import { type DataSpec, requireSpec } from "./data-spec.ts";
import type { DatasetPair, OnDataProgress } from "./dataset.ts";
import { divideImages, keepListedClasses } from "./divide-images.ts";
import { openFrames } from "./frame-dataset.ts";
import { imageDatasets } from "./image-dataset.ts";
import { findFolderImages } from "./image-folder.ts";
import { findParquetImages } from "./image-parquet.ts";
import type { StoredImages } from "./image-source.ts";
import { openPack } from "./open-pack.ts";

/**
 * Opens a data set by its spec.
 * @param spec one of `DATA_SPECS`
 * @param options.imageSize side of the crops that training uses, in pixels; stored images are read a little larger
 * @throws UsageError for an unknown spec, a missing or an empty folder; MochiError for broken files or a failed download.
 */
export async function openData(
  spec: string,
  { imageSize, onProgress }: { imageSize: number; onProgress?: OnDataProgress },
): Promise<DatasetPair> {
  const parsed = requireSpec(spec);
  const { kind, path } = parsed;
  if (path === undefined) return openCifar10({ onProgress });
  if (kind === "cifar10") return openCifarBinary(path, CIFAR10_BINARY);
  if (kind === "cifar100") return openCifarBinary(path, CIFAR100_BINARY);
  if (kind === "frames") return openFrames(path, { imageSize, onProgress });
  return imageDatasets(await storedImages(parsed, path), imageSize);
}

/**
 * The encoded images of a spec, divided into a training and a test part as `openData` divides them.
 * @throws as `openData`; UsageError too for CIFAR, which is not stored as encoded images.
 */
export async function openStoredImages(spec: string): Promise<StoredImages> {
  const parsed = requireSpec(spec);
  if (parsed.path !== undefined && !parsed.kind.startsWith("cifar") && parsed.kind !== "frames") {
    return storedImages(parsed, parsed.path);
  }
  throw new UsageError([
    {
      code: "data-not-encoded",
      message: `"${spec}" is not stored as encoded images`,
      where: "data",
      remedy: "give a folder of images, a packed file or parquet files; CIFAR is held in memory as it is",
    },
  ]);
}

async function storedImages({ kind, classList }: DataSpec, path: string): Promise<StoredImages> {
  const find = kind === "pack" ? openPack : kind === "parquet" ? findParquetImages : findFolderImages;
  const found = await find(path);
  return divideImages(classList === undefined ? found : await keepListedClasses(found, classList));
}
