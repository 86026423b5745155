// Made data: images whose brightness tells their class, with keyed noise, and an encoder that reads it.

import type { Dataset } from "../../src/data/dataset.ts";
import { memoryDataset } from "../../src/data/memory-dataset.ts";
import { mean, randomKey, reshape, type Tensor, uniformRows } from "../../src/tensor/index.ts";

const side = 8;

/** `length` images of `classes` classes, label = index mod classes. */
export function brightnessData(name: string, length: number, classes = 4, noise = 40): Dataset {
  const labels = Int32Array.from({ length }, (_, index) => index % classes);
  const draws = uniformRows(
    randomKey(3).fold(name),
    Int32Array.from({ length }, (_, index) => index),
    side * side * 3,
  );
  const images = Uint8Array.from(draws, (draw, byte) => {
    const label = labels[Math.floor(byte / (side * side * 3))]!;
    return 30 + 50 * label + noise * draw;
  });
  return memoryDataset({
    name,
    images,
    labels,
    height: side,
    width: side,
    classes: Array.from({ length: classes }, (_, c) => `c${c}`),
  });
}

/** Mean of each quarter of the image per channel: `[B, 3, 8, 8]` → `[B, 12]`. */
export function quarterMeans(images: Tensor): Tensor {
  const [batch] = images.shape;
  const blocks = reshape(images, [batch!, 3, 2, 4, 2, 4]); // [B, 3, 2, 4, 2, 4]
  return reshape(mean(blocks, [3, 5]), [batch!, 12]);
}
