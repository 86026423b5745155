// The N hardest negatives of each query: those nearest to it.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi").
// Shapes: B batch, K keys, N hardest.
import { MochiError } from "../errors.ts";
import { eq, format, gt, maskedFill, scope, sum, type Tensor, topk } from "../tensor/index.ts";

export interface HardestNegatives {
  /** `[B, N]` int64, rows of the keys, hardest first; −1 where fewer than N were left. */
  hardestIndices: Tensor;
  /** `[B, 1]` int64, how many were left, at most N. */
  available: Tensor;
}

/**
 * The N largest logits of each row.
 * @param logits `[B, K]` of any scale; −∞ marks a key that is no negative of that query.
 * @param hardest N, in 1 … K.
 * @throws MochiError `hardest-above-keys`
 */
export function hardestNegatives(logits: Tensor, hardest: number): HardestNegatives {
  if (hardest < 1 || hardest > logits.length(-1)) {
    throw new MochiError({
      code: "hardest-above-keys",
      message: `hardestNegatives: ${hardest} hardest negatives cannot be taken from logits ${format(logits.shape)}`,
      where: "hardestNegatives",
      remedy: "N lies between 1 and the number of keys",
    });
  }
  return scope(() => {
    // Sorted, though mixing needs a set only: a place in the list then means a rank, whatever the order of the keys and
    // the version of libtorch. It costs 5 ms more at B 256, K 4096, N 1024, and 1 ms at N 256.
    const { values, indices } = topk(logits, hardest, -1, true, true); // [B, N]
    return {
      hardestIndices: maskedFill(indices, eq(values, -Infinity), -1),
      available: sum(gt(values, -Infinity), [-1], true),
    };
  });
}
