// Centre crop: the square in the middle, resized to the view's size; what evaluation sees.
import { resizeCrop } from "./resize.ts";
import type { DrawCrop, Step } from "./step.ts";

export interface CenterCropOptions {
  /** Side of the square as a share of the image's shorter side: 1 keeps all of it, 0.875 is the usual 224 of 256. */
  fraction: number;
}

/**
 * The shorter side resized to size / fraction, then the middle cut out, with torchvision's rounding of both; done as one
 * resampling.
 */
export function centerCrop({ fraction }: CenterCropOptions): Step & CenterCropOptions {
  const crop: DrawCrop = ({ size }, heights, widths) => ({
    boxes: Array.from(heights, (height, image) => {
      const width = widths[image]!;
      const shorter = Math.min(height, width);
      const span = (side: number) => {
        const resized = Math.floor((Math.round(size / fraction) * side) / shorter);
        return { start: (half(resized - size) * side) / resized, length: (size * side) / resized };
      };
      return { rows: span(height), columns: span(width) };
    }),
    sees: "image",
  });
  return {
    name: "center-crop",
    probability: 1,
    fraction,
    crop,
    apply: (images, context) => resizeCrop(images, crop, context),
  };
}

// Rounded to even at .5, as Python does it.
function half(difference: number): number {
  return Math.round(difference / 2) - ((difference / 2) % 2 === 0.5 ? 1 : 0);
}
