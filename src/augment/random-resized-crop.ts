// Random resized crop: a box of random area and aspect ratio, resized to the view's size.
import { uniformRows } from "../tensor/index.ts";
import { type CropBoxOptions, cropBoxes, drawsPerBox } from "./crop-box.ts";
import { resizeCrop } from "./resize.ts";
import type { DrawCrop, Step } from "./step.ts";

export type RandomResizedCropOptions = Pick<CropBoxOptions, "scale"> & Partial<CropBoxOptions>;

/** Crops every image at random; `cropScale` of the run goes before `scale` of the recipe. */
export function randomResizedCrop({
  scale,
  ratio = [3 / 4, 4 / 3],
}: RandomResizedCropOptions): Step & RandomResizedCropOptions {
  const crop: DrawCrop = ({ ids, key, cropScale = scale }, heights, widths) => ({
    boxes: cropBoxes(uniformRows(key.fold("box"), ids, drawsPerBox), heights, widths, { scale: cropScale, ratio }),
    sees: "box",
  });
  return {
    name: "random-resized-crop",
    probability: 1,
    scale,
    ratio,
    crop,
    apply: (images, context) => resizeCrop(images, crop, context),
  };
}
