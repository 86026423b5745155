// Solarisation: pixels at or above a threshold are inverted, as PIL does it.
import { ge, rsub, sub, type Tensor, where } from "../tensor/index.ts";
import { perImage, type Step } from "./step.ts";

export interface SolarizeOptions {
  probability: number;
  /** In [0, 1]; 0 inverts everything, 0.5 is BYOL's 128 of 256. */
  threshold: number;
}

export function solarize({ probability, threshold }: SolarizeOptions): Step & SolarizeOptions {
  return {
    name: "solarize",
    probability,
    threshold,
    apply: (images, { ids }) => invertAbove(images, new Float32Array(ids.length).fill(threshold)),
    operations: ({ ids }, add) => {
      for (let image = 0; image < ids.length; image++) add(image, "solarize", threshold);
    },
  };
}

/**
 * @param images `[B, 3, H, W]` in [0, 1]
 * @param thresholds `[B]`
 */
export function invertAbove(images: Tensor, thresholds: ArrayLike<number>): Tensor {
  return where(ge(sub(images, perImage(thresholds)), 0), rsub(images, 1), images);
}
