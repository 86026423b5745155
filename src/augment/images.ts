// The images of a batch and where each lies: all of one size, or ragged.
import { MochiError } from "../errors.ts";
import type { Tensor } from "../tensor/index.ts";

export interface Images {
  /** uint8, RGB interleaved. */
  pixels: Tensor;
  /** `[B, 3]` byte offset, height, width. */
  geometry: BigInt64Array;
  /** `[B]` in pixels. */
  heights: readonly number[];
  widths: readonly number[];
  isUniform: boolean;
}

/**
 * @param pixels uint8 `[B, H, W, 3]`, or `[bytes]` where `geometry` is given
 * @throws MochiError `augment-images` for any other shape or dtype, and for images that reach beyond the bytes
 */
export function imagesOf(pixels: Tensor, geometry?: BigInt64Array): Images {
  check(pixels, geometry);
  return geometry ? ragged(pixels, geometry) : uniform(pixels);
}

function uniform(pixels: Tensor): Images {
  const [count = 0, height = 0, width = 0] = pixels.shape;
  const geometry = new BigInt64Array(count * 3);
  for (let image = 0; image < count; image++)
    geometry.set([BigInt(image * height * width * 3), BigInt(height), BigInt(width)], 3 * image);
  return { pixels, geometry, heights: Array(count).fill(height), widths: Array(count).fill(width), isUniform: true };
}

function ragged(pixels: Tensor, geometry: BigInt64Array): Images {
  return { pixels, geometry, heights: column(geometry, 1), widths: column(geometry, 2), isUniform: false };
}

function column(geometry: BigInt64Array, place: number): number[] {
  return Array.from({ length: Math.floor(geometry.length / 3) }, (_, image) => Number(geometry[3 * image + place]));
}

function check(pixels: Tensor, geometry: BigInt64Array | undefined): void {
  const lost = geometry && firstOutside(pixels.size, geometry);
  const problem = !geometry
    ? pixels.dtype !== "uint8" || pixels.shape.length !== 4 || pixels.length(3) !== 3
      ? `images are ${pixels}; expected uint8 [B, H, W, 3]`
      : undefined
    : pixels.dtype !== "uint8" || pixels.shape.length !== 1
      ? `images are ${pixels}; expected uint8 [bytes] where their geometry is given`
      : geometry.length % 3 !== 0
        ? `the geometry has ${geometry.length} numbers; expected three an image`
        : lost
          ? `image ${lost.image} is ${lost.height} × ${lost.width} pixels at byte ${lost.offset}; expected it within the ${pixels.size} bytes`
          : undefined;
  if (problem)
    throw new MochiError({
      code: "augment-images",
      message: `augment: ${problem}`,
      remedy: "pass the bytes of a data set's read() as they are",
    });
}

function firstOutside(bytes: number, geometry: BigInt64Array) {
  const [offsets, heights, widths] = [column(geometry, 0), column(geometry, 1), column(geometry, 2)];
  for (const [image, offset] of offsets.entries()) {
    const [height, width] = [heights[image]!, widths[image]!];
    if (offset < 0 || height < 1 || width < 1 || offset + height * width * 3 > bytes)
      return { image, offset, height, width };
  }
}
