// Weighted k-nearest-neighbour classification: how good features are, without training anything on them.
// Wu et al., CVPR 2018, arXiv 1805.01978 ("InstDis") §3.4.
// Shapes: n bank, q queries, D features, C classes, c queries at once.
import {
  argmax,
  cat,
  div,
  exp,
  indexSelect,
  matmul,
  narrow,
  reshape,
  scatterAdd,
  scope,
  type Tensor,
  t,
  to,
  topk,
  withoutGradient,
  zeros,
} from "../tensor/index.ts";
import { areMatricesOfEqualRows, checkNumber, checkShapes, checkTemperature } from "./operands.ts";

// 4 MiB of similarities at once: no more than training leaves free between two steps, and no slower than 64.
const similaritiesAtOnce = 2 ** 20;

export interface KnnOptions {
  /** Neighbours that vote; all of the bank where it holds fewer. */
  k: number;
  /** T > 0 */
  temperature: number;
  /** C */
  classes: number;
}

export interface KnnClassification {
  /** `[q]` int64 */
  predictions: Tensor;
  /** `[q, C]` float64, the votes. */
  scores: Tensor;
}

/**
 * Each of the k nearest votes for its class with weight e^(cos/T).
 * @param queries `[q, D]` unit rows, to be classified.
 * @param bank `[n, D]` unit rows, whose classes are known.
 * @param labels `[n]` int64, classes 0 … C − 1 of the bank.
 * @throws MochiError `shape-mismatch`, `number-out-of-range`
 */
export function knnClassify(
  queries: Tensor,
  bank: Tensor,
  labels: Tensor,
  { k, temperature, classes }: KnnOptions,
): KnnClassification {
  const fits = areMatricesOfEqualRows(queries, bank) && labels.shape.join() === String(bank.shape[0]);
  checkShapes("knnClassify", { queries, bank, labels }, "they must be [q, D], [n, D] and [n]", fits);
  checkTemperature("knnClassify", temperature);
  checkNumber("knnClassify", "k", k, "a whole number from 1", Number.isInteger(k) && k >= 1);
  const size = bank.length(0);
  const neighbours = Math.min(k, size);

  const votes = (start: number, count: number) => {
    const similarities = matmul(narrow(queries, 0, start, count), t(bank)); // [c, n]
    const nearest = topk(similarities, neighbours, -1, true, false); // [c, k]
    const voted = reshape(indexSelect(labels, 0, reshape(nearest.indices, [-1])), [count, neighbours]);
    // InstDis §3.4: w = exp(s / τ), summed by class; in float64, which e^(1/T) does not overflow
    const weights = exp(div(to(nearest.values, "float64"), temperature)); // [c, k]
    return scatterAdd(zeros([count, classes], { dtype: "float64", device: bank.device }), 1, voted, weights);
  };

  return withoutGradient(() =>
    scope(() => {
      const queriesAtOnce = Math.max(1, Math.floor(similaritiesAtOnce / size));
      const parts: Tensor[] = [];
      for (let start = 0; start < queries.length(0); start += queriesAtOnce) {
        const count = Math.min(queriesAtOnce, queries.length(0) - start);
        parts.push(scope(() => votes(start, count)));
      }
      const scores = cat(parts); // [q, C]
      return { predictions: argmax(scores, 1), scores };
    }),
  );
}
