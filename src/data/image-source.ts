// ImageSource: encoded images in a fixed order, wherever they are stored; what decodes them reads from any of these.

import type { SkippedImage } from "./dataset.ts";
import type { FileLocation } from "./decode-job.ts";

export interface ImageSource {
  readonly length: number;
  /** One class index per image, or undefined where nothing is known. */
  readonly labels: Int32Array | undefined;
  /** How messages call an image: its path, or its place in a larger file. */
  name(index: number): string;
  /**
   * The encoded image, in a buffer of its own.
   * @throws a plain Error where it cannot be read; what reads on passes the image over with its name and this reason.
   */
  bytes(index: number): Promise<Uint8Array>;
  /** Where a decoder thread can read the image by itself; absent where no file holds it as it is. */
  locate?(index: number): FileLocation;
}

/** A data set that is still encoded: its training images and, where it has them, its test images. */
export interface StoredImages {
  /** Of the data set, short. */
  name: string;
  /** The folder or file it was read from, for messages. */
  path: string;
  /** Names of the classes that labels count; empty without labels. */
  classes: readonly string[];
  train: ImageSource;
  test: ImageSource | undefined;
  /** Files that were passed over while looking for images. */
  skipped: { train: readonly SkippedImage[]; test: readonly SkippedImage[] };
  /** What a reader of the log should know about how the source was understood; sentences without a full stop. */
  notes: readonly string[];
  /** Where the test images are from, or why there are none. */
  division: string;
}

/** Some images of a source, in the order of `rows`. */
export function selectImages(source: ImageSource, rows: Uint32Array): ImageSource {
  const { labels } = source;
  const selected = labels && new Int32Array(rows.length);
  // Int32Array.from is several times as slow, which a million images feel.
  if (selected) for (let i = 0; i < rows.length; i++) selected[i] = labels[rows[i]!]!;
  return {
    length: rows.length,
    labels: selected,
    name: (index) => source.name(rows[index]!),
    bytes: (index) => source.bytes(rows[index]!),
    ...(source.locate && { locate: (index: number) => source.locate!(rows[index]!) }),
  };
}

/** The same images with other labels, or with none. */
export function relabelled(source: ImageSource, labels: Int32Array | undefined): ImageSource {
  return {
    length: source.length,
    labels,
    name: (index) => source.name(index),
    bytes: (index) => source.bytes(index),
    ...(source.locate && { locate: (index: number) => source.locate!(index) }),
  };
}
