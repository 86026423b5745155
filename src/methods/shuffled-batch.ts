// Shuffled batch norm in one process: keys are encoded in another order than queries, so that slices of the batch mix.
// He et al., CVPR 2020, arXiv 1911.05722 ("MoCo"), §3.3.
import { fromTypedArray, indexSelect, type Key, permutation, permute, type Tensor } from "../tensor/index.ts";

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
  return indexSelect(encode(selectImages(images, indices(order))), 0, indices(inverse)); // [B, d]
}

// A selection of images in channels_last comes out in it too, a copy of whole images.
function selectImages(images: Tensor, rows: Tensor): Tensor {
  if (images.shape.length !== 4) return indexSelect(images, 0, rows);
  return permute(indexSelect(permute(images, [0, 2, 3, 1]), 0, rows), [0, 3, 1, 2]);
}

function indices(rows: Int32Array): Tensor {
  return fromTypedArray(rows, [rows.length]);
}
