// A batch to decode and what comes back of it, as decoder threads and their pool exchange them.
import type { CropRequest } from "./dataset.ts";
import type { ShrinkSettings } from "./shrink-image.ts";

/** Where an encoded image lies on disk: a file, or a part of one with the crc32 of its bytes. */
export type FileLocation = string | { path: string; offset: number; length: number; checksum?: number };

/** An encoded image, or where it lies. */
export type ImageLocation = FileLocation | Uint8Array;

/** What is made of each image. */
export type Wanted =
  | { kind: "square"; size: number }
  /** Crops whose draws have a row for each image. */
  | { kind: "crops"; crops: readonly CropRequest[] }
  /** Nothing: whether it can be decoded is all that is asked. */
  | { kind: "check" }
  /** A smaller file, encoded again. */
  | ({ kind: "smaller" } & ShrinkSettings);

export interface DecodeJob {
  id: number;
  images: readonly ImageLocation[];
  wanted: Wanted;
  /** How many images are taken by decoders so far; shared between them. */
  taken: Int32Array;
  /** Images a decoder takes at a time. */
  atOnce: number;
}

/** One image of a part, or why there is none. */
export type DecodedRow =
  | {
      offset: number;
      height: number;
      width: number;
      /** `[crops, 4]`: top, left, height, width. */
      boxes: Float32Array;
      /** Bytes of a smaller file, whose height and width are given as 0; absent for `[height, width, 3]`. */
      length?: number;
    }
  | { reason: string };

/** What a decoder made of the images from `start` on. */
export interface DecodedPart {
  id: number;
  start: number;
  pixels: Uint8Array;
  rows: readonly DecodedRow[];
}
