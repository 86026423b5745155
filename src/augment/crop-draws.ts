// What decides a recipe's crops before its images are read: plain data, for threads that decode only what a crop shows.
import { type Key, uniformRows } from "../tensor/index.ts";
import { type CropBoxOptions, drawsPerBox } from "./crop-box.ts";
import type { randomResizedCrop } from "./random-resized-crop.ts";
import type { Range, Recipe } from "./step.ts";

/** A crop of every image of a batch, as draws: its boxes follow from these and the images' sizes by `cropBoxes`. */
export interface CropDraws extends CropBoxOptions {
  /** `[B, drawsPerBox]` from U(0, 1) */
  draws: Float32Array;
}

/**
 * The draws that `augment` makes for a recipe that begins with a random resized crop; undefined for any other.
 * @param options as they are given to `augment`
 */
export function cropDraws(
  { steps: [first] }: Recipe,
  { ids, key, cropScale }: { ids: ArrayLike<number>; key: Key; cropScale?: Range | undefined },
): CropDraws | undefined {
  if (first?.name !== "random-resized-crop") return undefined;
  const { name, scale, ratio = [3 / 4, 4 / 3] } = first as ReturnType<typeof randomResizedCrop>;
  return { draws: uniformRows(key.fold(name).fold("box"), ids, drawsPerBox), scale: cropScale ?? scale, ratio };
}
