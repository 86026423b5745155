// The oracle of mixing: plain double loops in float64, written from the equations and from nothing else.
import type { MixingDraws } from "../../src/functional/index.ts";
import { rowsOf } from "./points.ts";

export type Vector = readonly number[];

export const dot = (a: Vector, b: Vector) => a.reduce((total, value, axis) => total + value * b[axis]!, 0);

/** (w a + (1 − w) b) / ‖·‖ */
export function mix(weight: number, a: Vector, b: Vector): number[] {
  const sum = a.map((value, axis) => weight * value + (1 - weight) * b[axis]!);
  const norm = Math.sqrt(dot(sum, sum));
  return sum.map((value) => value / norm);
}

/** Rows of `keys` by falling product with the query, those struck out left away. */
export function slowHardest(query: Vector, keys: readonly Vector[], isExcluded: readonly boolean[] = []): number[] {
  const rows = keys.flatMap((_, row) => (isExcluded[row] ? [] : [row]));
  return rows.sort((a, b) => dot(query, keys[b]!) - dot(query, keys[a]!));
}

/** h [B][s][d] and h′ [B][s′][d]; `anchors` are the queries inside h′. */
export function slowMixes(
  anchors: readonly Vector[],
  keys: readonly Vector[],
  hardest: number[][],
  draws: MixingDraws,
) {
  const [first, second, withQuery] = [draws.first, draws.second, draws.withQuery].map(rowsOf) as number[][][];
  const [alpha, beta] = [rowsOf(draws.alpha), rowsOf(draws.beta)];
  const key = (query: number, rank: number) => keys[hardest[query]![rank]!]!;
  return anchors.map((anchor, query) => ({
    pairMixed: first![query]!.map((rank, column) =>
      mix(alpha[query]![column]!, key(query, rank), key(query, second![query]![column]!)),
    ),
    queryMixed: withQuery![query]!.map((rank, column) => mix(beta[query]![column]!, anchor, key(query, rank))),
  }));
}
