// Gaussian noise, drawn anew for each pixel and channel.
import { add, clamp_, mul_, normal, stack } from "../tensor/index.ts";
import type { Step } from "./step.ts";

export interface GaussianNoiseOptions {
  probability: number;
  /** Standard deviation, of pixels in [0, 1]. */
  deviation: number;
}

export function gaussianNoise({ probability, deviation }: GaussianNoiseOptions): Step & GaussianNoiseOptions {
  return {
    name: "gaussian-noise",
    probability,
    deviation,
    apply(images, { ids, key }) {
      const [, ...shape] = images.shape;
      // A generator per image: what an image gets must not depend on the batch around it.
      const noise = stack(Array.from(ids, (id) => normal(key.fold(id), shape))); // [B, 3, H, W]
      return clamp_(add(images, mul_(noise, deviation)), 0, 1);
    },
  };
}
