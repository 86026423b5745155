// Separable linear maps, one per image: what resampling and blurring have in common.
import { bmm, matmul, reshape, type Tensor, transpose, unsqueeze } from "../tensor/index.ts";

/**
 * rows · image · columnsᵀ for every image and channel, as two batched products. Dense although each row holds few
 * weights: resize.ts has the figures against gathering them.
 * @param images `[B, 3, H, W]`, contiguous
 * @param rows `[B, h, H]` weights of the input rows in each output row
 * @param columns `[B, w, W]` weights of the input columns in each output column
 * @returns `[B, 3, h, w]`
 */
export function applySeparable(images: Tensor, rows: Tensor, columns: Tensor): Tensor {
  const [count = 0, channels = 0, height = 0, width = 0] = images.shape;
  const stacked = reshape(images, [count, channels * height, width]);
  const narrowed = bmm(stacked, transpose(columns, 1, 2)); // [B, 3H, w]
  return matmul(unsqueeze(rows, 1), reshape(narrowed, [count, channels, height, columns.length(1)])); // [B, 3, h, w]
}
