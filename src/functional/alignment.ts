// Alignment: how near the embeddings of positives are to each other; lower is better.
// Wang & Isola, ICML 2020, arXiv 2005.10242.
// Shapes: n points, d embedding, C classes.
import {
  div,
  gt,
  maskedSelect,
  matmul,
  meanAll,
  mul,
  oneHot,
  scope,
  sub,
  sum,
  sumAll,
  type Tensor,
  t,
  to,
} from "../tensor/index.ts";
import { checkShapes, sameShape } from "./operands.ts";

/**
 * Mean squared distance of corresponding rows.
 * @param x `[n, d]` unit rows.
 * @param y `[n, d]` unit rows, the positive of each.
 * @returns `[]`, in [0, 4].
 * @throws MochiError `shape-mismatch`
 */
export function alignment(x: Tensor, y: Tensor): Tensor {
  checkShapes("alignment", { x, y }, "both must be [n, d]", x.shape.length === 2 && sameShape(x, y));
  return scope(() => {
    const difference = sub(x, y); // [n, d]
    // Wang & Isola §4.1: E ‖x − y‖₂^α over positive pairs, α = 2
    return meanAll(sum(mul(difference, difference), [-1]));
  });
}

/**
 * Mean squared distance within classes: every two points of a class are positives of each other.
 * @param x `[n, d]` unit rows.
 * @param labels `[n]` int64, classes from 0.
 * @param options.average `micro`: over all pairs; `macro`: over the means of the classes that have a pair.
 * @returns `[]` float64, in [0, 4]; NaN where no class has two points.
 * @throws MochiError `shape-mismatch`
 */
export function classAlignment(
  x: Tensor,
  labels: Tensor,
  { average = "micro" }: { average?: "micro" | "macro" } = {},
): Tensor {
  const fits = x.shape.length === 2 && labels.shape.join() === String(x.shape[0]);
  checkShapes("classAlignment", { x, labels }, "they must be [n, d] and [n]", fits);
  return scope(() => {
    // float64, because the two terms below nearly cancel where a class has collapsed.
    const points = to(x, "float64"); // [n, d]
    const membership = to(oneHot(labels), "float64"); // [n, C]
    const counts = sum(membership, [0]); // [C]
    const sums = matmul(t(membership), points); // [C, d]
    const squares = matmul(t(membership), sum(mul(points, points), [-1])); // [C]
    const pairs = div(mul(counts, sub(counts, 1)), 2); // [C]
    // Σᵢ<ⱼ ‖xᵢ − xⱼ‖² = n Σᵢ ‖xᵢ‖² − ‖Σᵢ xᵢ‖², so that no pair is ever formed
    const distances = sub(mul(counts, squares), sum(mul(sums, sums), [-1])); // [C]
    if (average === "micro") return div(sumAll(distances), sumAll(pairs));
    const hasPair = gt(pairs, 0);
    return meanAll(div(maskedSelect(distances, hasPair), maskedSelect(pairs, hasPair)));
  });
}
