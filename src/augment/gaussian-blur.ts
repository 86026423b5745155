// Gaussian blur with a standard deviation drawn for each image.
import { fromTypedArray, type Tensor, uniformRows } from "../tensor/index.ts";
import { applySeparable } from "./separable.ts";
import type { Range, Step, StepContext } from "./step.ts";

export interface GaussianBlurOptions {
  probability: number;
  /** Standard deviation in pixels of the view, drawn uniformly. */
  sigma: Range;
}

export function gaussianBlur({ probability, sigma }: GaussianBlurOptions): Step & GaussianBlurOptions {
  const [min, max] = sigma;
  const draw = ({ ids, key }: StepContext) =>
    uniformRows(key.fold("sigma"), ids, 1).map((share) => min + share * (max - min));
  return {
    name: "gaussian-blur",
    probability,
    sigma,
    apply: (images, context) => blur(images, draw(context)),
    operations(context, add) {
      for (const [image, value] of draw(context).entries()) add(image, "blur", value);
    },
  };
}

/**
 * Blurs each image with its own Gaussian; at the edges the outermost pixels are repeated, as in PIL.
 * Differs from PIL's GaussianBlur: that stands three box blurs in for the Gaussian, this is the Gaussian itself (0.8/255
 * apart on average, up to 12/255 next to sharp edges).
 * @param images `[B, 3, H, W]`
 * @param sigmas `[B]` in pixels, above 0
 */
export function blur(images: Tensor, sigmas: ArrayLike<number>): Tensor {
  const [, , height = 0, width = 0] = images.shape;
  const rows = gaussians(sigmas, height);
  return applySeparable(images, rows, height === width ? rows : gaussians(sigmas, width));
}

/** Weights of the input pixels in each output pixel, `[B, length, length]`. */
function gaussians(sigmas: ArrayLike<number>, length: number): Tensor {
  const weights = new Float32Array(sigmas.length * length * length);
  for (let image = 0; image < sigmas.length; image++) {
    const kernel = gaussian(sigmas[image]!);
    const reach = (kernel.length - 1) / 2;
    for (let pixel = 0; pixel < length; pixel++) {
      const row = (image * length + pixel) * length;
      for (let tap = 0; tap < kernel.length; tap++) {
        const source = Math.min(length - 1, Math.max(0, pixel + tap - reach));
        weights[row + source]! += kernel[tap]!;
      }
    }
  }
  return fromTypedArray(weights, [sigmas.length, length, length]);
}

// 4 σ on either side: what is cut off, 6e-5 of the weight, cannot change a byte.
function gaussian(sigma: number): Float64Array {
  const reach = Math.ceil(4 * sigma);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, tap) =>
    Math.exp(-0.5 * ((tap - reach) / sigma) ** 2),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  return kernel.map((weight) => weight / total);
}
