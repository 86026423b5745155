// From image ids to views: the order of an epoch, and the augmented batches of a step.
import { type View, type ViewDeclaration, viewsOf } from "../augment/index.ts";
import type { ImageBatch } from "../data/dataset.ts";
import { fromTypedArray, type Key, permutation } from "../tensor/index.ts";

/** The image ids of each step: every epoch a keyed permutation of its own. */
export function batchOrder(key: Key, images: number, stepsPerEpoch: number, batchSize: number) {
  let order: { epoch: number; ids: Int32Array } | undefined;
  return (step: number): Int32Array => {
    const epoch = Math.floor(step / stepsPerEpoch);
    if (order?.epoch !== epoch) order = { epoch, ids: permutation(key.fold(epoch), images) };
    const start = (step % stepsPerEpoch) * batchSize;
    return order.ids.slice(start, start + batchSize);
  };
}

export interface ViewsInput {
  batch: ImageBatch;
  ids: Int32Array;
  declared: Readonly<Record<string, ViewDeclaration>>;
  cropScale: number;
  /** Side of the views in pixels. */
  size: number;
  /** Key of the epoch; each view folds its name in. */
  key: Key;
}

/** The declared views of a batch, by name. */
export function makeViews({ batch, ids, declared, cropScale, size, key }: ViewsInput): Record<string, View> {
  const images = fromTypedArray(batch.images, [batch.count, batch.height, batch.width, 3]); // [B, H, W, 3] uint8
  return viewsOf(images, declared, { ids, key, size, cropScale: [cropScale, 1] });
}

/** Rows `[from, to)` of a batch, without a copy. */
export function sliceBatch(batch: ImageBatch, from: number, to: number): ImageBatch {
  const bytes = batch.height * batch.width * 3;
  return { ...batch, images: batch.images.subarray(from * bytes, to * bytes), count: to - from };
}
