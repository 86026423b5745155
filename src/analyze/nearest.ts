// Nearest points by cosine, each point's own first.
// Shapes: n points, D features, k neighbours.
import { normalize } from "../functional/index.ts";
import { matmul, scope, type Tensor, t, topk } from "../tensor/index.ts";
import type { Neighbours } from "./umap.ts";

/** @param features `[n, D]` @param count k, at most n, the point itself counted */
export function nearestOf(features: Tensor, count: number): Neighbours {
  return scope(() => {
    const unit = normalize(features);
    const { values, indices } = topk(matmul(unit, t(unit)), count, 1); // [n, k]
    const rows = (numbers: number[]) =>
      Array.from({ length: features.length(0) }, (_, row) => numbers.slice(row * count, (row + 1) * count));
    // Rounding may put a twin in front of the point itself, or a distance below 0.
    const ordered = rows(indices.toNumbers()).map((row, point) => [point, ...row.filter((other) => other !== point)]);
    const distances = rows(values.toNumbers()).map((row) => row.map((cosine) => Math.max(0, 1 - cosine)));
    return { indices: ordered.map((row) => row.slice(0, count)), distances };
  });
}
