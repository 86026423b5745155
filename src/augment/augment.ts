// From a batch of images to a batch of views: a recipe's steps, draws from keys, normalisation.
import { MochiError } from "../errors.ts";
import { cat, copy_, empty, type Key, narrow, reshape, scope, type Tensor, withoutGradient } from "../tensor/index.ts";
import { normalize } from "./normalize.ts";
import { recipeNamed } from "./recipes.ts";
import type { Box } from "./resize.ts";
import { applyStep, type Range, type Recipe } from "./step.ts";
import { toFloat } from "./to-float.ts";

export interface AugmentOptions {
  /** `[B]` ids of the images in the data set. */
  ids: ArrayLike<number>;
  /** Seed, epoch and name of the view, folded. */
  key: Key;
  /** Side of the views in pixels. */
  size: number;
  /** Share of the image's area that crops cover; the recipe's own where absent. */
  cropScale?: Range | undefined;
  /** `[B, 3]` byte offset, height and width of each image, where their sizes differ. */
  geometry?: BigInt64Array | undefined;
  /** `[B]` boxes to crop instead of drawn ones, in pixels of the given images. */
  boxes?: readonly Box[] | undefined;
}

// Pixels worked on at a time, 64 images of 32 px: keeps memory small for large images and costs nothing for small ones
// (256 images, moco-v2-small, one thread: 11.7 ms; 13.2 ms in halves of that, 11.6 ms all at once).
const pixelsAtOnce = 64 * 32 * 32;

/**
 * Makes one view of every image. What an image gets depends on the key and its id alone, not on the batch it is in nor
 * on its place there.
 * @param images uint8 `[B, H, W, 3]`, or `[bytes]` where `geometry` is given
 * @param recipe a recipe or the name of one
 * @returns float32 `[B, 3, size, size]`, channels_last, normalised
 * @throws MochiError `augment-images`, `augment-options`; UsageError `unknown-recipe`
 */
export function augment(images: Tensor, recipe: Recipe | string, options: AugmentOptions): Tensor {
  if (options.geometry) return augmentRagged(images, recipe, options, options.geometry);
  const { steps, statistics } = typeof recipe === "string" ? recipeNamed(recipe) : recipe;
  check(images, options);
  const { ids, size } = options;
  const [count = 0, height = 0, width = 0] = images.shape;
  const atOnce = Math.max(1, Math.floor(pixelsAtOnce / Math.max(height * width, size * size)));
  return withoutGradient(() =>
    scope(() => {
      const views = empty([count, 3, size, size], { dtype: "float32", memoryFormat: "channels_last" });
      for (let start = 0; start < count; start += atOnce) {
        const length = Math.min(atOnce, count - start);
        const boxes = options.boxes?.slice(start, start + length);
        const context = { ...options, boxes, ids: Array.from({ length }, (_, row) => ids[start + row]!) };
        scope(() => {
          let view = toFloat(narrow(images, 0, start, length)); // [b, 3, H, W]
          for (const step of steps) view = applyStep(step, view, context);
          copy_(narrow(views, 0, start, length), normalize(view, statistics));
        });
      }
      return views;
    }),
  );
}

function augmentRagged(
  pixels: Tensor,
  recipe: Recipe | string,
  { ids, boxes, ...options }: AugmentOptions,
  geometry: BigInt64Array,
): Tensor {
  return scope(() => {
    const views = Array.from(ids, (id, row) => {
      const [offset, height, width] = Array.from(geometry.subarray(3 * row, 3 * row + 3), Number) as [
        number,
        number,
        number,
      ];
      const image = reshape(narrow(pixels, 0, offset, height * width * 3), [1, height, width, 3]);
      return augment(image, recipe, { ...options, geometry: undefined, ids: [id], boxes: boxes?.slice(row, row + 1) });
    });
    return cat(views, 0);
  });
}

function check(images: Tensor, { ids, size, cropScale }: AugmentOptions): void {
  const problem =
    images.shape[0] !== ids.length
      ? `there are ${ids.length} ids for images ${images}`
      : !Number.isInteger(size) || size < 1
        ? `size is ${size}; expected a whole number of pixels, 1 or more`
        : cropScale && !(cropScale[0] > 0 && cropScale[0] <= cropScale[1] && cropScale[1] <= 1)
          ? `cropScale is [${cropScale.join(", ")}]; expected 0 < min ≤ max ≤ 1`
          : undefined;
  if (problem) throw new MochiError({ code: "augment-options", message: `augment: ${problem}` });
}
