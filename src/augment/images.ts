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
  return geometry ? raggedImages(pixels, geometry) : uniformImages(pixels);
}

function uniformImages(pixels: Tensor): Images {
  if (pixels.dtype !== "uint8" || pixels.shape.length !== 4 || pixels.length(3) !== 3)
    throw wrong(`images are ${pixels}; expected uint8 [B, H, W, 3]`);
  const [count = 0, height = 0, width = 0] = pixels.shape;
  const geometry = new BigInt64Array(count * 3);
  for (let image = 0; image < count; image++) {
    geometry[3 * image] = BigInt(image * height * width * 3);
    geometry[3 * image + 1] = BigInt(height);
    geometry[3 * image + 2] = BigInt(width);
  }
  return { pixels, geometry, heights: Array(count).fill(height), widths: Array(count).fill(width), isUniform: true };
}

function raggedImages(pixels: Tensor, geometry: BigInt64Array): Images {
  if (pixels.dtype !== "uint8" || pixels.shape.length !== 1)
    throw wrong(`images are ${pixels}; expected uint8 [bytes] where their geometry is given`);
  if (geometry.length % 3 !== 0) throw wrong(`the geometry has ${geometry.length} numbers; expected three an image`);
  const column = (place: number) =>
    Array.from({ length: geometry.length / 3 }, (_, image) => Number(geometry[3 * image + place]));
  const [offsets, heights, widths] = [column(0), column(1), column(2)];
  const lost = offsets.findIndex(
    (offset, image) =>
      offset < 0 ||
      heights[image]! < 1 ||
      widths[image]! < 1 ||
      offset + heights[image]! * widths[image]! * 3 > pixels.size,
  );
  if (lost >= 0)
    throw wrong(
      `image ${lost} is ${heights[lost]} × ${widths[lost]} pixels at byte ${offsets[lost]}; expected it within the ${pixels.size} bytes`,
    );
  return { pixels, geometry, heights, widths, isUniform: false };
}

function wrong(problem: string): MochiError {
  return new MochiError({
    code: "augment-images",
    message: `augment: ${problem}`,
    remedy: "pass the bytes of a data set's read() as they are",
  });
}
