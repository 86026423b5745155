// Dataset: what every source of images looks like to the rest of the program.
import type { Box, CropDraws } from "../augment/index.ts";

/** Decoded images, 8 bits a channel. */
export interface ImageBatch {
  /** RGB, row-major: `[B, H, W, 3]`, or one image after another where their sizes differ. */
  images: Uint8Array;
  count: number;
  /** 0, as `width`, where sizes differ. */
  height: number;
  width: number;
  /** `[B, 3]` byte offset, height and width of each image, where sizes differ. */
  geometry?: BigInt64Array;
  /** `[B]` boxes of each crop that was asked for, in pixels of the images as they are here. */
  boxes?: Readonly<Record<string, readonly Box[]>>;
  /** Gives the memory of `images` back for a later batch; called at most once, and `images` not used after it. */
  release?: () => void;
}

/** A crop that a view will take of every image of a batch. */
export interface CropRequest extends CropDraws {
  /** Side of the finished view in pixels: a crop larger than that may be decoded smaller. */
  size: number;
}

/** A file that was passed over, and why. */
export interface SkippedImage {
  path: string;
  reason: string;
}

export interface ReadTally {
  tried: number;
  broken: number;
}

/** A fixed list of images, read by index. */
export interface Dataset {
  readonly info: {
    name: string;
    length: number;
    /** Of a whole item: of all its frames together. */
    height: number;
    width: number;
    classes?: readonly string[];
    /** Frames of a clip in each item, one below the other; absent where items are single images. */
    frames?: number;
  };
  /** One class index per image, or undefined where nothing is known. */
  readonly labels: Int32Array | undefined;
  /** Files passed over so far, each once; grows while images are read. Absent where that cannot happen. */
  readonly skipped?: readonly SkippedImage[];
  /** Distinct images tried so far, and how many of them are broken. Absent where none can be. */
  readonly tally?: ReadTally;
  /** @returns the images at these indices (0 ≤ index < length, repeats allowed), in this order. */
  read(indices: ArrayLike<number>): Promise<ImageBatch>;
  /** Reads of each image only what these crops, by name, show of it. Absent where that saves nothing. */
  readForCrops?(indices: ArrayLike<number>, crops: Readonly<Record<string, CropRequest>>): Promise<ImageBatch>;
  /** Decodes these images and keeps nothing but the names of the broken ones. */
  check?(indices: ArrayLike<number>): Promise<void>;
}

/** Training images and, where there are any, labelled test images of the same classes. */
export interface DatasetPair {
  train: Dataset;
  test: Dataset | undefined;
  /** One or more sentences for the reader of the log: what was found and how it was divided. */
  description: string;
}

/** Work under way on one file or data set; `total` is 0 while it is unknown. */
export interface DataProgress {
  label: string;
  done: number;
  total: number;
}

export type OnDataProgress = (progress: DataProgress) => void;
