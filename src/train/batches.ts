// From image ids to views: the order of an epoch, and the augmented batches of a step.
import { cropRequests, type View, type ViewDeclaration, viewsOf } from "../augment/index.ts";
import type { Dataset, ImageBatch } from "../data/dataset.ts";
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
  /** Least share of the image's area that crops cover; the recipes' own where absent. */
  cropScale?: number;
  /** Side of the views in pixels. */
  size: number;
  /** Key of the epoch; each view folds its name in. */
  key: Key;
}

/** Reads the images of a step; where the data set can, only what the views will show of them. */
export function readForViews(data: Dataset, { declared, ...input }: Omit<ViewsInput, "batch">): Promise<ImageBatch> {
  const crops = data.readForCrops && cropRequests(declared, contextOf(input));
  return crops ? data.readForCrops!(input.ids, crops) : data.read(input.ids);
}

/** The declared views of a batch, by name. */
export function makeViews({ batch, declared, ...input }: ViewsInput): Record<string, View> {
  const { geometry, boxes } = batch;
  const shape = geometry ? [batch.images.length] : [batch.count, batch.height, batch.width, 3];
  const images = fromTypedArray(batch.images, shape); // [B, H, W, 3] or [bytes] uint8
  return viewsOf(images, declared, { ...contextOf(input), geometry, boxes });
}

function contextOf({ ids, key, size, cropScale }: Omit<ViewsInput, "batch" | "declared">) {
  return { ids, key, size, cropScale: cropScale === undefined ? undefined : ([cropScale, 1] as const) };
}

/** Rows `[from, to)` of a batch, without a copy. */
export function sliceBatch(batch: ImageBatch, from: number, to: number): ImageBatch {
  const { images, height, width, geometry, boxes = {} } = batch;
  const count = to - from;
  if (!geometry) {
    const bytes = height * width * 3;
    return { ...batch, images: images.subarray(from * bytes, to * bytes), count };
  }
  const sliced = Object.entries(boxes).map(([name, all]) => [name, all.slice(from, to)] as const);
  const start = Number(geometry[3 * from]);
  const end = to < batch.count ? Number(geometry[3 * to]) : images.length;
  const rows = geometry.slice(3 * from, 3 * to);
  for (let row = 0; row < count; row++) rows[3 * row]! -= BigInt(start);
  return { ...batch, images: images.subarray(start, end), count, geometry: rows, boxes: Object.fromEntries(sliced) };
}
