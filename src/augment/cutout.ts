// Cutout: a square of each image painted over (DeVries & Taylor, 2017, arXiv 1708.04552).
import { expand, fromTypedArray, maskedFill, type Tensor, to, uniformRows } from "../tensor/index.ts";
import type { Step } from "./step.ts";

export interface CutoutOptions {
  probability: number;
  /** Side of the square as a share of the image's; 0.5: the paper's 16 of 32 px on CIFAR-10. */
  side: number;
}

/** Mid-grey squares; their centres lie anywhere in the image, so that some reach beyond its edge (as in the paper). */
export function cutout({ probability, side }: CutoutOptions): Step & CutoutOptions {
  return {
    name: "cutout",
    probability,
    side,
    apply(images, { ids, key }) {
      return coverSquares(images, uniformRows(key.fold("center"), ids, 2), side);
    },
  };
}

/**
 * @param images `[B, C, H, W]`
 * @param centers `[B, 2]` row and column of each square's centre, as shares of height and width
 */
export function coverSquares(images: Tensor, centers: ArrayLike<number>, side: number): Tensor {
  const [count = 0, , height = 0, width = 0] = images.shape;
  const mask = new Uint8Array(count * height * width);
  for (let image = 0; image < count; image++) {
    const rows = span(centers[2 * image]!, side, height);
    const columns = span(centers[2 * image + 1]!, side, width);
    for (let row = rows.from; row < rows.until; row++) {
      const start = (image * height + row) * width;
      mask.fill(1, start + columns.from, start + columns.until);
    }
  }
  const covered = to(fromTypedArray(mask, [count, 1, height, width]), "bool");
  return maskedFill(images, expand(covered, images.shape), 0.5);
}

function span(center: number, side: number, length: number): { from: number; until: number } {
  const start = Math.round(center * length - (side * length) / 2);
  return { from: Math.max(0, start), until: Math.min(length, start + Math.round(side * length)) };
}
