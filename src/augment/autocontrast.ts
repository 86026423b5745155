// Autocontrast: each channel stretched to the whole range, as PIL does it.
import { amax, amin, div, gt, sub, type Tensor, where } from "../tensor/index.ts";

/** @param images `[B, 3, H, W]`; a channel of one value stays as it is. */
export function autocontrast(images: Tensor): Tensor {
  const low = amin(images, [2, 3], true); // [B, 3, 1, 1]
  const range = sub(amax(images, [2, 3], true), low);
  return where(gt(range, 0), div(sub(images, low), range), images);
}
