// Uniformity: how evenly embeddings spread over the sphere; lower is better.
// Wang & Isola, ICML 2020, arXiv 2005.10242.
// Shapes: n points, d embedding, c rows at once.
import {
  add,
  clamp,
  exp,
  log,
  matmul,
  mul,
  narrow,
  reshape,
  scope,
  stack,
  sub,
  sum,
  sumAll,
  type Tensor,
  t,
  triu,
} from "../tensor/index.ts";
import { checkShapes } from "./operands.ts";

// 64 MiB of distances at once.
const distancesAtOnce = 2 ** 24;

/**
 * log of the mean Gaussian potential e^(−2 ‖xᵢ − xⱼ‖²) over all pairs i < j, in O(n) memory without gradient.
 * @param x `[n, d]` unit rows, n ≥ 2.
 * @returns `[]` float64, in [−8, 0]; 0 where all points coincide.
 * @throws MochiError `shape-mismatch`
 */
export function uniformity(x: Tensor): Tensor {
  const count = x.length(0);
  checkShapes("uniformity", { x }, "it must be [n, d] with two rows or more", x.shape.length === 2 && count >= 2);
  return scope(() => {
    const squares = sum(mul(x, x), [-1]); // [n]
    const rowsAtOnce = Math.max(1, Math.floor(distancesAtOnce / count));
    const potentials: Tensor[] = [];
    for (let start = 0; start < count; start += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, count - start);
      potentials.push(scope(() => potentialOfRows(x, squares, start, rows)));
    }
    // Wang & Isola §4.1: log E exp(−t ‖x − y‖²), t = 2, over pairs i < j
    return log(mul(sumAll(stack(potentials)), 2 / (count * (count - 1))));
  });
}

// Σ over rows i of the block and all j > i.
function potentialOfRows(x: Tensor, squares: Tensor, start: number, rows: number): Tensor {
  const later = x.length(0) - start;
  const block = narrow(x, 0, start, rows); // [c, d]
  const others = narrow(x, 0, start, later); // [n − start, d]
  const products = matmul(block, t(others)); // [c, n − start]
  const ownSquares = reshape(narrow(squares, 0, start, rows), [rows, 1]);
  const distances = clamp(sub(add(ownSquares, narrow(squares, 0, start, later)), mul(products, 2)), 0);
  return sumAll(triu(exp(mul(distances, -2)), 1), { dtype: "float64" });
}
