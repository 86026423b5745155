// Greyscale: luma in all three channels, and the luma itself for the operations that need it.
import { add_, contiguous, expand, mul, narrow, type Tensor } from "../tensor/index.ts";
import type { Step } from "./step.ts";

export function grayscale({ probability }: { probability: number }): Step {
  return {
    name: "grayscale",
    probability,
    apply: (images) => contiguous(expand(luma(images), images.shape)), // [B, 3, H, W]
    operations: ({ ids }, add) => {
      for (let image = 0; image < ids.length; image++) add(image, "grayscale");
    },
  };
}

/**
 * 0.2989 R + 0.587 G + 0.114 B: torchvision's rgb_to_grayscale (ITU-R 601-2 luma).
 * @param images `[B, 3, H, W]`
 * @returns `[B, 1, H, W]`
 */
export function luma(images: Tensor): Tensor {
  const [red, green, blue] = [0, 1, 2].map((channel) => narrow(images, 1, channel, 1)) as [Tensor, Tensor, Tensor];
  return add_(add_(mul(red, 0.2989), green, { alpha: 0.587 }), blue, { alpha: 0.114 });
}
