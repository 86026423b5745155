// Random resized crop: a box of random area and aspect ratio, resized to the view's size.
import { uniformRows } from "../tensor/index.ts";
import { cropBoxes, drawsPerBox } from "./crop-box.ts";
import { resizeBoxes } from "./resize.ts";
import type { Range, Step } from "./step.ts";

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
    apply(images, { ids, key, size, boxes, cropScale = scale }) {
      const [, , height = 0, width = 0] = images.shape;
      const sizes = [Array(ids.length).fill(height), Array(ids.length).fill(width)] as const;
      const draw = () =>
        cropBoxes(uniformRows(key.fold("box"), ids, drawsPerBox), ...sizes, { scale: cropScale, ratio });
      return resizeBoxes(images, boxes ?? draw(), size);
    },
  };
}
