// Shuffled batch norm in one process: keys are encoded in another order than queries, so that slices of the batch mix.
// He et al., CVPR 2020, arXiv 1911.05722 ("MoCo"), §3.3.
import { fromTypedArray, indexSelect, type Key, permutation, type Tensor } from "../tensor/index.ts";

/**
 * Runs `encode` on the images in a keyed random order and puts the rows of its result back in place.
 * Changes the result only through the batch-norm slices of the encoder (`--bn-splits`).
 * @param images `[B, 3, H, W]`
 * @returns `[B, d]`, row b for image b
 */
export function withShuffledBatch(images: Tensor, random: Key, encode: (images: Tensor) => Tensor): Tensor {
  const order = permutation(random, images.length(0));
  const inverse = new Int32Array(order.length);
  for (const [place, row] of order.entries()) inverse[row] = place;
  return indexSelect(encode(indexSelect(images, 0, indices(order))), 0, indices(inverse)); // [B, d]
}

function indices(rows: Int32Array): Tensor {
  return fromTypedArray(rows, [rows.length]);
}
