// From bytes as the data set stores them to numbers the other operations work on.
import { div_, permute, type Tensor, to } from "../tensor/index.ts";

/**
 * Pixels as float32 in [0, 1], planes apart.
 * @param images uint8 `[B, H, W, 3]`
 * @returns float32 `[B, 3, H, W]`, contiguous
 */
export function toFloat(images: Tensor): Tensor {
  return div_(to(permute(images, [0, 3, 1, 2]), "float32", "contiguous_format"), 255); // [B, 3, H, W]
}
