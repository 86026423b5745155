// Sharpness: an image blended with its smoothed copy, or moved away from it, as PIL does it.
import { add, clamp_, clone, conv2d, copy_, mul, narrow, sub, type Tensor, tensor } from "../tensor/index.ts";
import { perImage } from "./step.ts";

/**
 * factor · image + (1 − factor) · smoothed: 1 leaves it, 0 smooths, more sharpens; the outermost pixels stay.
 * @param images `[B, 3, H, W]`, 3 px or more on a side
 * @param factors `[B]`
 */
export function sharpen(images: Tensor, factors: ArrayLike<number>): Tensor {
  const kernel = [1, 1, 1, 1, 5, 1, 1, 1, 1].map((weight) => weight / 13);
  const kernels = tensor([kernel, kernel, kernel].flat(), [3, 1, 3, 3]);
  const inner = conv2d(images, kernels, undefined, 1, 0, 1, 3); // [B, 3, H − 2, W − 2]
  const [, , height = 0, width = 0] = images.shape;
  const smoothed = clone(images);
  copy_(narrow(narrow(smoothed, 2, 1, height - 2), 3, 1, width - 2), inner);
  return clamp_(add(smoothed, mul(sub(images, smoothed), perImage(factors))), 0, 1);
}
