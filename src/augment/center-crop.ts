// Centre crop: the square in the middle, resized to the view's size; what evaluation sees.
import { resizeBoxes } from "./resize.ts";
import type { Step } from "./step.ts";

export interface CenterCropOptions {
  /** Side of the square as a share of the image's shorter side: 1 keeps all of it, 0.875 is the usual 224 of 256. */
  fraction: number;
}

/**
 * Resizes and crops in one go. Differs from resizing first: the resized image's sides are not rounded to whole pixels,
 * so that at odd sizes the picture lies up to half a pixel elsewhere.
 */
export function centerCrop({ fraction }: CenterCropOptions) {
  return {
    name: "center-crop",
    probability: 1,
    fraction,
    apply(images, { ids, size }) {
      const [, , height = 0, width = 0] = images.shape;
      const length = Math.min(height, width) * fraction;
      const box = {
        rows: { start: (height - length) / 2, length },
        columns: { start: (width - length) / 2, length },
      };
      return resizeBoxes(
        images,
        Array.from({ length: ids.length }, () => box),
        size,
      );
    },
  } satisfies Step & CenterCropOptions;
}
