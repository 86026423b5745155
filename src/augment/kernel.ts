// The fused kernel's call: operations by name, boxes and geometry as the tensors it takes.
import { augmentViews, call, fromTypedArray, reshape, type Tensor } from "../tensor/index.ts";
import type { Box, Sees } from "./resize.ts";
import type { ChannelStatistics } from "./step.ts";

// Code in native/kernels/augment-view.h.
const codes = { brightness: 1, contrast: 2, saturation: 3, hue: 4, grayscale: 5, blur: 6, flip: 7 } as const;

/** What the kernel can do to an image; `blur` takes its sigma in pixels, `hue` turns, the first three factors. */
export type OperationName = keyof typeof codes;

/** One image's operations in their order: code and value, alternating. */
export type OperationList = number[];

export function addOperation(list: OperationList, operation: OperationName, value = 0): void {
  list.push(codes[operation], value);
}

export interface KernelInput {
  /** uint8, RGB interleaved: all images, wherever `geometry` finds them. */
  pixels: Tensor;
  /** `[B, 3]` byte offset, height, width. */
  geometry: BigInt64Array;
  boxes: readonly Box[];
  sees: Sees;
  operations: readonly OperationList[];
  /** Side of the views in pixels. */
  size: number;
  statistics: ChannelStatistics;
}

/**
 * Crops, resizes, changes and normalises each image while it is in cache; the threads share the images.
 * @param instructionSet one of `instructionSets()`; the best unless given
 * @returns float32 `[B, 3, size, size]`, channels_last
 */
export function runKernel(input: KernelInput, instructionSet?: string): Tensor {
  const { boxes, operations, statistics } = input;
  const count = boxes.length;
  const longest = Math.max(1, ...operations.map((list) => list.length / 2));
  const pairs = new Float32Array(count * longest * 2);
  for (const [image, list] of operations.entries()) pairs.set(list, image * longest * 2);
  const edges = Float64Array.from(
    boxes.flatMap(({ rows, columns }) => [rows.start, columns.start, rows.length, columns.length]),
  );
  return augmentViews(
    reshape(input.pixels, [-1]),
    fromTypedArray(input.geometry, [count, 3]),
    fromTypedArray(edges, [count, 4]),
    fromTypedArray(pairs, [count, longest, 2]),
    input.size,
    input.sees === "image",
    statistics.mean,
    statistics.std,
    instructionSet,
  );
}

/** What this CPU's kernels are compiled for, best first: "avx512", "avx2", "baseline". */
export function instructionSets(): string[] {
  return call("mochi::augment_instruction_sets") as string[];
}
