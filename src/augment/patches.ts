// Cutting patches of equal size out of images, at places of one's own for each.
import { cat, narrow, type Tensor } from "../tensor/index.ts";

export interface Place {
  top: number;
  left: number;
}

/**
 * @param images `[B, C, H, W]`
 * @param places of P patches for each image, `[P][B]`
 * @param side in pixels
 * @returns `[P · B, C, side, side]`, row p · B + b for patch p of image b
 */
export function cutPatches(images: Tensor, places: readonly (readonly Place[])[], side: number): Tensor {
  const cut = (image: number, { top, left }: Place) =>
    narrow(narrow(narrow(images, 0, image, 1), 2, top, side), 3, left, side);
  return cat(places.map((row) => cat(row.map((place, image) => cut(image, place)))));
}

/** Patches at the same places of every image. */
export function cutGrid(images: Tensor, places: readonly Place[], side: number): Tensor {
  return cat(places.map(({ top, left }) => narrow(narrow(images, 2, top, side), 3, left, side)));
}
