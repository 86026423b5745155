// False negatives: negatives that share the query's class, among the hardest real ones and among the synthetic ones.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi") §3: labels serve to look, never to train.
// Shapes: B batch, K keys, N hardest, s pair-mixed and s′ query-mixed negatives.
import {
  clamp,
  eq,
  ge,
  indexSelect,
  logicalAnd,
  logicalOr,
  minimum,
  narrow,
  reshape,
  scope,
  sumAll,
  type Tensor,
  unsqueeze,
} from "../tensor/index.ts";
import { checkNumber, checkShapes } from "./operands.ts";

/** Rows of the keys, as `hardestNegatives` and `negativeLogits` give them; −1 stands for none and is not counted. */
export interface NegativeRows {
  /** `[B, N]`, hardest first. */
  hardestIndices: Tensor;
  /** `[B, s]` */
  first?: Tensor;
  /** `[B, s]` */
  second?: Tensor;
  /** `[B, s′]` */
  withQuery?: Tensor;
}

/** Per cent, 0–100; NaN where there is nothing to count. */
export interface FalseNegatives {
  /** Of the k hardest, for each k asked for: those of the query's class. */
  top: number[];
  /** Of the pair-mixed: at least one parent is of the query's class. */
  mixedAny: number;
  /** Of the pair-mixed: both are, which makes the mix a false negative too. */
  mixedBoth: number;
  /** Of the query-mixed: the parent is of the query's class. */
  queryMixed: number;
}

/**
 * @param queryLabels `[B]` int64
 * @param keyLabels `[K]` int64
 * @param top values of k, each in 1 … N.
 * @throws MochiError `shape-mismatch`, `number-out-of-range`
 */
export function falseNegatives(
  { hardestIndices, first, second, withQuery }: NegativeRows,
  { queryLabels, keyLabels, top }: { queryLabels: Tensor; keyLabels: Tensor; top: readonly number[] },
): FalseNegatives {
  const fits = queryLabels.shape.join() === String(hardestIndices.shape[0]) && keyLabels.shape.length === 1;
  checkShapes("falseNegatives", { hardestIndices, queryLabels, keyLabels }, "they must be [B, N], [B] and [K]", fits);
  const hardest = hardestIndices.length(1);
  for (const k of top) checkNumber("falseNegatives", "top", k, `in 1 … ${hardest}`, k >= 1 && k <= hardest);

  const isSameClass = (rows: Tensor) => {
    const labels = reshape(indexSelect(keyLabels, 0, reshape(clamp(rows, 0), [-1])), rows.shape);
    return eq(labels, unsqueeze(queryLabels, 1));
  };
  return scope(() => {
    const isFalse = isSameClass(hardestIndices); // [B, N]
    const pairs = first &&
      second && { isFirst: isSameClass(first), isSecond: isSameClass(second), rows: minimum(first, second) };
    return {
      top: top.map((k) => percentOf(narrow(isFalse, 1, 0, k), narrow(hardestIndices, 1, 0, k))),
      mixedAny: pairs ? percentOf(logicalOr(pairs.isFirst, pairs.isSecond), pairs.rows) : Number.NaN,
      mixedBoth: pairs ? percentOf(logicalAnd(pairs.isFirst, pairs.isSecond), pairs.rows) : Number.NaN,
      queryMixed: withQuery ? percentOf(isSameClass(withQuery), withQuery) : Number.NaN,
    };
  });
}

function percentOf(isCounted: Tensor, rows: Tensor): number {
  const isThere = ge(rows, 0);
  return (100 * sumAll(logicalAnd(isCounted, isThere)).item()) / sumAll(isThere).item();
}
