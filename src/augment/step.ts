// What a recipe is made of: steps on whole batches, each applied to a share of the images.
import {
  fromTypedArray,
  indexCopy_,
  indexSelect,
  indicesOf,
  type Key,
  type Tensor,
  uniformRows,
} from "../tensor/index.ts";
import type { OperationName } from "./kernel.ts";
import type { Box, Sees } from "./resize.ts";

export type Range = readonly [min: number, max: number];

/** Mean and standard deviation of each channel, of pixels in [0, 1]. */
export interface ChannelStatistics {
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** What a step may depend on besides the pixels. Draws come from `key` and an image's own id, never from its row. */
export interface StepContext {
  /** `[B]` ids of the images in the data set. */
  readonly ids: ArrayLike<number>;
  /** Key of this step: seed, epoch, view and the step's name. */
  readonly key: Key;
  /** Side of the finished view in pixels. */
  readonly size: number;
  /** Share of the image's area that a random crop covers, where the run asks for another than the recipe's. */
  readonly cropScale?: Range | undefined;
  /** `[B]` boxes to crop instead of drawn ones, in pixels of the given images: drawn earlier, before these were scaled. */
  readonly boxes?: readonly Box[] | undefined;
}

/** The boxes that a step cuts out of images of these sizes, `[B]` each, and what resizing them sees. */
export type DrawCrop = (
  context: StepContext,
  heights: ArrayLike<number>,
  widths: ArrayLike<number>,
) => { boxes: Box[]; sees: Sees };

/** Appends to what the fused kernel does to one of the images. */
export type AddOperation = (image: number, operation: OperationName, value?: number) => void;

/** One operation of a recipe, with its parameters in plain sight. */
export interface Step {
  /** Names the step's draws; unique within a recipe. */
  readonly name: string;
  /** Share of the images it is applied to, each by its own draw. */
  readonly probability: number;
  /** @param images float32 `[B, 3, H, W]` in [0, 1]; left as they are. */
  apply(images: Tensor, context: StepContext): Tensor;
  /** Where the step crops and resizes to the view's size: the boxes that `apply` resizes. */
  readonly crop?: DrawCrop;
  /** `apply` as operations of the fused kernel, by the same draws; absent where the kernel has none for it. */
  operations?(context: StepContext, add: AddOperation): void;
}

export interface Recipe {
  readonly name: string;
  readonly summary: string;
  /** What a small-image variant omits of the published recipe, and why. */
  readonly leavesOut?: string;
  /** Name of the recipe for the second view, where the two differ. */
  readonly partner?: string;
  readonly steps: readonly Step[];
  /** What the finished view is normalised by. */
  readonly statistics: ChannelStatistics;
}

/** The images that a step's draws choose: their rows (undefined for all of them) and the step's context for these. */
export function chooseImages(step: Step, context: StepContext): { rows: number[] | undefined; context: StepContext } {
  const key = context.key.fold(step.name);
  const draws = step.probability < 1 ? uniformRows(key.fold("applied"), context.ids, 1) : undefined;
  const rows = draws ? rowsWhere(draws, (draw) => draw < step.probability) : undefined;
  if (!rows || rows.length === context.ids.length) return { rows: undefined, context: { ...context, key } };
  return { rows, context: { ...context, key, ids: rows.map((row) => context.ids[row]!) } };
}

/**
 * Applies a step to the images that its probability draws. Where these are only some, the others are kept and `images`
 * is overwritten.
 */
export function applyStep(step: Step, images: Tensor, context: StepContext): Tensor {
  const { rows, context: chosen } = chooseImages(step, context);
  if (!rows) return step.apply(images, chosen);
  if (rows.length === 0) return images;
  return replaceRows(images, rows, (some) => step.apply(some, chosen));
}

/** Overwrites the given rows of `images` with what `change` makes of them. */
export function replaceRows(images: Tensor, rows: readonly number[], change: (chosen: Tensor) => Tensor): Tensor {
  const index = indicesOf(rows);
  return indexCopy_(images, 0, index, change(indexSelect(images, 0, index)));
}

/** The rows whose value passes. */
export function rowsWhere(values: ArrayLike<number>, passes: (value: number) => boolean): number[] {
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) if (passes(values[row]!)) rows.push(row);
  return rows;
}

/** One number per image, shaped `[B, 1, 1, 1]` to multiply images with. */
export function perImage(values: ArrayLike<number>): Tensor {
  return fromTypedArray(Float32Array.from(values), [values.length, 1, 1, 1]);
}
