// The queue's ring: new keys take the place of the oldest.
// He et al., CVPR 2020, arXiv 1911.05722 ("MoCo") §3.2.
// Shapes: K queue, B batch, d embedding.
import { copy_, detach, narrow, scope, type Tensor, withoutGradient } from "../tensor/index.ts";
import { areMatricesOfEqualRows, checkNumber, checkShapes } from "./operands.ts";

/**
 * Writes row b of `batch` into row (pointer + b) mod K of `keys`, in place; of a batch larger than the queue the last K
 * rows stay.
 * @param keys `[K, d]`, changed.
 * @param pointer the row of the oldest key, in 0 … K − 1.
 * @param batch `[B, d]`
 * @returns the next pointer, (pointer + B) mod K.
 * @throws MochiError `shape-mismatch`, `number-out-of-range`
 */
export function enqueue(keys: Tensor, pointer: number, batch: Tensor): number {
  checkShapes("enqueue", { keys, batch }, "the last axis must agree", areMatricesOfEqualRows(keys, batch));
  const size = keys.length(0);
  const isRow = Number.isInteger(pointer) && pointer >= 0 && pointer < size;
  checkNumber("enqueue", "pointer", pointer, `a row of the queue, 0 … ${size - 1}`, isRow);
  const count = batch.length(0);
  const kept = Math.min(count, size);
  const start = (pointer + count - kept) % size;
  const beforeWrap = Math.min(kept, size - start);
  withoutGradient(() =>
    scope(() => {
      const newest = narrow(detach(batch), 0, count - kept, kept); // [min(B, K), d]
      copy_(narrow(keys, 0, start, beforeWrap), narrow(newest, 0, 0, beforeWrap));
      copy_(narrow(keys, 0, 0, kept - beforeWrap), narrow(newest, 0, beforeWrap, kept - beforeWrap));
    }),
  );
  return (pointer + count) % size;
}
