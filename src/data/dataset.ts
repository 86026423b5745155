// Dataset: what every source of images looks like to the rest of the program.

/** Images decoded to one size, 8 bits a channel. */
export interface ImageBatch {
  /** `[B, H, W, 3]` RGB, row-major. */
  images: Uint8Array;
  count: number;
  height: number;
  width: number;
}

/** A file that was passed over, and why. */
export interface SkippedImage {
  path: string;
  reason: string;
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
  /** @returns the images at these indices (0 ≤ index < length, repeats allowed), in this order. */
  read(indices: ArrayLike<number>): Promise<ImageBatch>;
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
