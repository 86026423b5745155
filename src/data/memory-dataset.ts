// A dataset that lies whole in memory, as the CIFAR sets do.

import { InternalError } from "../errors.ts";
import type { Dataset } from "./dataset.ts";

export interface MemoryImages {
  name: string;
  /** `[N, height, width, 3]` RGB, row-major. */
  images: Uint8Array;
  labels: Int32Array;
  height: number;
  width: number;
  classes?: readonly string[];
}

/** @throws InternalError when the sizes of images and labels disagree, or on an index out of range. */
export function memoryDataset({ name, images, labels, height, width, classes }: MemoryImages): Dataset {
  const length = labels.length;
  const imageBytes = height * width * 3;
  if (images.length !== length * imageBytes) {
    throw new InternalError(
      `${name}: ${images.length} bytes of pixels for ${length} labels; expected ${imageBytes} each`,
    );
  }
  // Batches that were given back: a fresh one each step would live until the garbage collector comes round.
  const free: Uint8Array[] = [];
  return {
    info: { name, length, height, width, ...(classes && { classes }) },
    labels,
    async read(indices) {
      const bytes = indices.length * imageBytes;
      const returned = free.pop();
      const batch = returned?.length === bytes ? returned : new Uint8Array(bytes); // [B, H, W, 3]
      for (let row = 0; row < indices.length; row++) {
        const index = checkedIndex(indices[row]!, length, name);
        batch.set(images.subarray(index * imageBytes, (index + 1) * imageBytes), row * imageBytes);
      }
      const release = () => void free.push(batch);
      return { images: batch, count: indices.length, height, width, release };
    },
  };
}

/** @throws InternalError unless 0 ≤ index < length. */
export function checkedIndex(index: number, length: number, name: string): number {
  if (Number.isInteger(index) && index >= 0 && index < length) return index;
  throw new InternalError(`${name}: image ${index} asked for; it has images 0 to ${length - 1}`);
}
