// From bytes as the data set stores them to numbers the other operations work on.
import { MochiError } from "../errors.ts";
import { div_, permute, type Tensor, to } from "../tensor/index.ts";

/**
 * Pixels as float32 in [0, 1], planes apart.
 * @param images uint8 `[B, H, W, 3]`
 * @returns float32 `[B, 3, H, W]`, contiguous
 * @throws MochiError `augment-images` for any other shape or dtype
 */
export function toFloat(images: Tensor): Tensor {
  if (images.dtype !== "uint8" || images.shape.length !== 4 || images.length(3) !== 3)
    throw new MochiError({
      code: "augment-images",
      message: `augment: images are ${images}; expected uint8 [B, H, W, 3]`,
      remedy: "pass the bytes of a data set's read() as they are",
    });
  return div_(to(permute(images, [0, 3, 1, 2]), "float32", "contiguous_format"), 255); // [B, 3, H, W]
}
