// Mixtures of images: all of two images at once (mixup), or a box of one in the other (CutMix).
// Zhang et al., ICLR 2018, arXiv 1710.09412 ("mixup"); Yun et al., ICCV 2019, arXiv 1905.04899 ("CutMix").
import { add, fromTypedArray, type Key, mul, rsub, type Tensor, to, where } from "../tensor/index.ts";

/**
 * λ x + (1 − λ) x′.
 * @param images `[B, C, H, W]`
 * @param others `[B, C, H, W]`
 * @param share λ, one for all or `[B, 1, 1, 1]`
 */
export function mixup(images: Tensor, others: Tensor, share: number | Tensor): Tensor {
  const rest = typeof share === "number" ? 1 - share : rsub(share, 1);
  return add(mul(images, share), mul(others, rest));
}

/**
 * Puts the same box of every `others` in place of that of `images`.
 * @param share λ in [0, 1]: the box covers 1 − λ, less what of it is outside
 * @returns the mixtures `[B, C, H, W]`, and the share that is left of `images`
 */
export function cutMix(images: Tensor, others: Tensor, share: number, key: Key): { images: Tensor; share: number } {
  const [height, width] = [images.length(2), images.length(3)];
  const side = Math.sqrt(1 - share);
  const [top, bottom] = span(height, side, key.fold("row").uniform());
  const [left, right] = span(width, side, key.fold("column").uniform());
  const mask = new Uint8Array(height * width);
  for (let row = top; row < bottom; row++) mask.fill(1, row * width + left, row * width + right);
  const isInBox = to(fromTypedArray(mask, [1, 1, height, width]), "bool"); // [1, 1, H, W]
  const covered = ((bottom - top) * (right - left)) / (height * width);
  return { images: where(isInBox, others, images), share: 1 - covered };
}

// Where a side of the box begins and ends: about a pixel drawn uniformly, cut off at the border.
function span(length: number, share: number, draw: number): [number, number] {
  const half = Math.floor(Math.floor(length * share) / 2);
  const middle = Math.min(length - 1, Math.floor(draw * length));
  return [Math.max(0, middle - half), Math.min(length, middle + half)];
}
