// UMAP: a map on which neighbours in feature space stay neighbours.
// McInnes, Healy & Melville, 2018, arXiv 1802.03426 ("UMAP"); computed by umap-js.
// Shapes: n points, k neighbours.
import type { Key } from "../tensor/index.ts";

export interface Neighbours {
  /** `[n][k]`, nearest first, the point itself in front. */
  indices: number[][];
  /** `[n][k]` 1 − cosine */
  distances: number[][];
}

/**
 * @param points `[n][·]`; only their number counts, since neighbours are given
 * @returns `[n]` places; one key gives one map
 */
export async function umap(
  points: number[][],
  { indices, distances }: Neighbours,
  key: Key,
  onEpoch: (done: number) => void = () => {},
): Promise<{ x: number[]; y: number[] }> {
  // umap-js is CommonJS.
  const { UMAP } = await import("umap-js");
  let draws = 0;
  const map = new UMAP({ nNeighbors: indices[0]!.length, random: () => key.fold(draws++).uniform() });
  map.setPrecomputedKNN(indices, distances);
  const places = await map.fitAsync(points, onEpoch);
  return { x: places.map(([x]) => x!), y: places.map(([, y]) => y!) };
}
