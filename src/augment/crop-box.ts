// The box of a random resized crop as a pure function of its draws and the image's size: known before anything is decoded.
import type { Box } from "./resize.ts";
import type { Range } from "./step.ts";

// Boxes that do not fit are drawn anew this often, then the largest central one is taken: torchvision's RandomResizedCrop.
const tries = 10;

/** Draws from U(0, 1) that one box takes: area and aspect ratio for each try, then row and column. */
export const drawsPerBox = 2 * tries + 2;

export interface CropBoxOptions {
  /** Share of the image's area, drawn uniformly. */
  scale: Range;
  /** Width over height, drawn uniformly in its logarithm. */
  ratio: Range;
}

/**
 * Boxes of whole pixels, one for each image.
 * @param draws `[B, drawsPerBox]` from U(0, 1)
 * @param heights `[B]` in pixels
 * @param widths `[B]` in pixels
 */
export function cropBoxes(
  draws: Float32Array,
  heights: ArrayLike<number>,
  widths: ArrayLike<number>,
  { scale, ratio }: CropBoxOptions,
): Box[] {
  return Array.from(heights, (height, image) => {
    const own = draws.subarray(image * drawsPerBox, (image + 1) * drawsPerBox);
    return cropBox({ height, width: widths[image]! }, scale, ratio, own);
  });
}

/** The box of one image: area and aspect ratio of the first try that fits, at the row and column of the last two draws. */
export function cropBox(
  image: { height: number; width: number },
  scale: Range,
  ratio: Range,
  draws: ArrayLike<number>,
): Box {
  const logRatio = [Math.log(ratio[0]), Math.log(ratio[1])] as const;
  for (let attempt = 0; attempt < tries; attempt++) {
    const area = image.height * image.width * between(scale, draws[2 * attempt]!);
    const aspect = Math.exp(between(logRatio, draws[2 * attempt + 1]!));
    const width = Math.round(Math.sqrt(area * aspect));
    const height = Math.round(Math.sqrt(area / aspect));
    if (width > 0 && width <= image.width && height > 0 && height <= image.height)
      return {
        rows: { start: Math.floor(draws[2 * tries]! * (image.height - height + 1)), length: height },
        columns: { start: Math.floor(draws[2 * tries + 1]! * (image.width - width + 1)), length: width },
      };
  }
  return centralBox(image, ratio);
}

function centralBox(image: { height: number; width: number }, ratio: Range): Box {
  const height = Math.min(image.height, Math.round(image.width / ratio[0]));
  const width = Math.min(image.width, Math.round(image.height * ratio[1]));
  return {
    rows: { start: Math.floor((image.height - height) / 2), length: height },
    columns: { start: Math.floor((image.width - width) / 2), length: width },
  };
}

function between([min, max]: Range, draw: number): number {
  return min + draw * (max - min);
}
