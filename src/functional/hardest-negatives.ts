// The N hardest negatives of each query: those nearest to it.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi").
// Shapes: B batch, K keys, N hardest.
import { MochiError } from "../errors.ts";
import {
  any,
  eq,
  format,
  gt,
  logicalAnd,
  maskedFill,
  narrow,
  type Shape,
  scope,
  sortStable,
  sum,
  type Tensor,
  topk,
} from "../tensor/index.ts";

export interface HardestNegatives {
  /** `[B, N]` int64, rows of the keys, hardest first; −1 where fewer than N were left. */
  hardestIndices: Tensor;
  /** `[B, 1]` int64, how many were left, at most N. */
  available: Tensor;
}

/**
 * The N largest logits of each row; of equal ones the first.
 * @param logits `[B, K]` of any scale; −∞ marks a key that is no negative of that query.
 * @param hardest N, in 1 … K.
 * @throws MochiError `hardest-above-keys`
 */
export function hardestNegatives(logits: Tensor, hardest: number): HardestNegatives {
  checkHardest(logits.shape, hardest);
  return scope(() => {
    // Sorted, though mixing needs a set only: a place in the list then means a rank, whatever the order of the keys and
    // the version of libtorch. It costs 5 ms more at B 256, K 4096, N 1024, and 1 ms at N 256.
    const { values, indices } = largest(logits, hardest); // [B, N]
    return {
      hardestIndices: maskedFill(indices, eq(values, -Infinity), -1),
      available: sum(gt(values, -Infinity), [-1], true),
    };
  });
}

/** @throws MochiError `hardest-above-keys` unless N lies in 1 … K. */
export function checkHardest(shape: Shape, hardest: number): void {
  if (hardest >= 1 && hardest <= shape.at(-1)!) return;
  throw new MochiError({
    code: "hardest-above-keys",
    message: `hardestNegatives: ${hardest} hardest negatives cannot be taken from logits ${format(shape)}`,
    where: "hardestNegatives",
    remedy: "N lies between 1 and the number of keys",
  });
}

// topk takes any of several equal logits; where the last place is between such, all are sorted, which keeps their order.
function largest(logits: Tensor, count: number): { values: Tensor; indices: Tensor } {
  const first = ({ values, indices }: { values: Tensor; indices: Tensor }) => {
    return { values: narrow(values, 1, 0, count), indices: narrow(indices, 1, 0, count) };
  };
  if (count === logits.length(1)) return topk(logits, count, -1, true, true);
  const found = topk(logits, count + 1, -1, true, true); // [B, N + 1]
  const [last, next] = [narrow(found.values, 1, count - 1, 1), narrow(found.values, 1, count, 1)];
  const isTied = any(logicalAnd(eq(last, next), gt(last, -Infinity))).item();
  return first(isTied ? sortStable(logits, { stable: true, dim: -1, descending: true }) : found);
}
