// Random resized crop: a box of random area and aspect ratio, resized to the view's size.
import { uniformRows } from "../tensor/index.ts";
import { type Box, resizeBoxes } from "./resize.ts";
import type { Range, Step } from "./step.ts";

// Boxes that do not fit are drawn anew this often, then the largest central one is taken: torchvision's RandomResizedCrop.
const tries = 10;
const columns = 2 * tries + 2;

export interface RandomResizedCropOptions {
  /** Share of the image's area, drawn uniformly. */
  scale: Range;
  /** Width over height, drawn uniformly in its logarithm. */
  ratio?: Range;
}

/** Crops every image at random; `cropScale` of the run goes before `scale` of the recipe. */
export function randomResizedCrop({
  scale,
  ratio = [3 / 4, 4 / 3],
}: RandomResizedCropOptions): Step & RandomResizedCropOptions {
  return {
    name: "random-resized-crop",
    probability: 1,
    scale,
    ratio,
    apply(images, { ids, key, size, cropScale = scale }) {
      const [, , height = 0, width = 0] = images.shape;
      const draws = uniformRows(key.fold("box"), ids, columns);
      const boxes = Array.from({ length: ids.length }, (_, image) =>
        cropBox({ height, width }, cropScale, ratio, draws.subarray(image * columns, (image + 1) * columns)),
      );
      return resizeBoxes(images, boxes, size);
    },
  };
}

/**
 * The box of whole pixels that 22 draws from U(0, 1) make: area and aspect ratio for each of ten tries, then row and
 * column of the first that fits.
 */
export function cropBox(
  image: { height: number; width: number },
  scale: Range,
  ratio: Range,
  draws: ArrayLike<number>,
): Box {
  for (let attempt = 0; attempt < tries; attempt++) {
    const area = image.height * image.width * between(scale, draws[2 * attempt]!);
    const aspect = Math.exp(between([Math.log(ratio[0]), Math.log(ratio[1])], draws[2 * attempt + 1]!));
    const width = Math.round(Math.sqrt(area * aspect));
    const height = Math.round(Math.sqrt(area / aspect));
    if (width > 0 && width <= image.width && height > 0 && height <= image.height)
      return {
        rows: { start: Math.floor(draws[columns - 2]! * (image.height - height + 1)), length: height },
        columns: { start: Math.floor(draws[columns - 1]! * (image.width - width + 1)), length: width },
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
