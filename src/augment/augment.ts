// From a batch of images to a batch of views: by the fused kernel where it knows the recipe, else by tensor operations.
import { MochiError } from "../errors.ts";
import { type Key, scope, type Tensor, withoutGradient } from "../tensor/index.ts";
import { isFusable, viewsByKernel } from "./fused.ts";
import { imagesOf } from "./images.ts";
import { recipeNamed } from "./recipes.ts";
import { viewsByTensors } from "./reference.ts";
import type { Box } from "./resize.ts";
import type { Range, Recipe } from "./step.ts";

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
  /** `[B]` boxes to crop instead of drawn ones, in pixels of the given images: see {@link drawBoxes}. */
  boxes?: readonly Box[] | undefined;
}

/**
 * Makes one view of every image. What an image gets depends on the key and its id alone, not on the batch it is in nor
 * on its place there.
 * @param images uint8 `[B, H, W, 3]`, or `[bytes]` where `geometry` is given
 * @param recipe a recipe or the name of one
 * @returns float32 `[B, 3, size, size]`, channels_last, normalised
 * @throws MochiError `augment-images`, `augment-options`; UsageError `unknown-recipe`
 */
export function augment(images: Tensor, recipe: Recipe | string, options: AugmentOptions): Tensor {
  const wanted = typeof recipe === "string" ? recipeNamed(recipe) : recipe;
  const found = imagesOf(images, options.geometry);
  check(found.heights.length, images, options);
  const make = isFusable(wanted) && images.device === "cpu" ? viewsByKernel : viewsByTensors;
  return withoutGradient(() => scope(() => make(found, wanted, options)));
}

/**
 * The boxes that a recipe crops out of images of these sizes, known before any is decoded; scaled to the decoded images
 * they are `boxes` of {@link augment}.
 * @param heights `[B]` in pixels
 * @param widths `[B]` in pixels
 * @returns `[B]` boxes; undefined where the recipe crops nothing
 */
export function drawBoxes(
  { steps }: Recipe,
  options: Pick<AugmentOptions, "ids" | "key" | "size" | "cropScale">,
  heights: ArrayLike<number>,
  widths: ArrayLike<number>,
): Box[] | undefined {
  for (const { name, crop } of steps)
    if (crop) return crop({ ...options, key: options.key.fold(name) }, heights, widths).boxes;
}

function check(count: number, images: Tensor, { ids, size, cropScale, boxes }: AugmentOptions): void {
  const problem =
    count !== ids.length
      ? `there are ${ids.length} ids for images ${images}`
      : !Number.isInteger(size) || size < 1
        ? `size is ${size}; expected a whole number of pixels, 1 or more`
        : cropScale && !(cropScale[0] > 0 && cropScale[0] <= cropScale[1] && cropScale[1] <= 1)
          ? `cropScale is [${cropScale.join(", ")}]; expected 0 < min ≤ max ≤ 1`
          : boxes && boxes.length !== count
            ? `there are ${boxes.length} boxes for ${count} images`
            : undefined;
  if (problem) throw new MochiError({ code: "augment-options", message: `augment: ${problem}` });
}
