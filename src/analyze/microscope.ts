// A query under the microscope: its hardest negatives, real and synthetic, with their logits and weights.
// Shapes: B queries, R real negatives, s pair-mixed and s′ query-mixed ones.
import type { Contrast } from "../methods/method.ts";
import { narrow, scope, softmax, Tensor, topk } from "../tensor/index.ts";

export interface SeenNegative {
  kind: "real" | "pair-mixed" | "query-mixed";
  /** The image, or the images of the parents; −1 where a key is of no image. */
  ids: number[];
  /** α or β. */
  share?: number;
  logit: number;
  /** Softmax over the positive and all negatives. */
  weight: number;
}

export interface SeenQuery {
  id: number;
  positive: { logit: number; weight: number };
  /** Hardest first. */
  real: SeenNegative[];
  synthetic: SeenNegative[];
}

/** The first `queries` of a batch with as many of their negatives; empty where the images behind them are not known. */
export function underTheMicroscope(
  { logits, realNegatives, queryIds, negativeIds, mixed }: Contrast,
  { queries, real, synthetic }: { queries: number; real: number; synthetic: number },
): SeenQuery[] {
  if (!queryIds || !negativeIds) return [];
  return scope(() => {
    const ids = negativeIds.flatMap((part) => (part instanceof Tensor ? part.toNumbers() : Array.from(part)));
    const columnsOf = (parents: Tensor | undefined) => {
      const width = parents?.length(1) ?? 0;
      const numbers = parents?.toNumbers() ?? [];
      return (query: number, place: number) => numbers[query * width + place]!;
    };
    const [first, second, withQuery] = [mixed?.first, mixed?.second, mixed?.withQuery].map(columnsOf);
    const [alpha, beta] = [mixed?.alpha, mixed?.beta].map(columnsOf);
    const pairs = mixed?.first.length(1) ?? 0;
    // SynCo's lie behind MoCHi's and have other parents.
    const mixes = pairs + (mixed?.withQuery.length(1) ?? 0);
    const idAt = (column: number) => (column < 0 ? -1 : ids[column]!);

    const count = Math.min(queries, logits.length(0));
    const weights = softmax(narrow(logits, 0, 0, count), 1).toNumbers();
    const width = logits.length(1);
    const hardest = (from: number, length: number, shown: number) => {
      const kept = Math.min(shown, length);
      const { values, indices } = topk(narrow(narrow(logits, 0, 0, count), 1, from, length), kept, 1);
      const [logit, place] = [values.toNumbers(), indices.toNumbers()];
      return (query: number) =>
        Array.from({ length: kept }, (_, rank) => {
          const at = query * kept + rank;
          return { place: place[at]!, logit: logit[at]!, weight: weights[query * width + from + place[at]!]! };
        }).filter((found) => found.logit > Number.NEGATIVE_INFINITY);
    };
    const hardestReal = hardest(1, realNegatives, real);
    const hardestSynthetic = hardest(1 + realNegatives, mixes, synthetic);
    const positives = narrow(narrow(logits, 0, 0, count), 1, 0, 1).toNumbers();
    return positives.map((logit, query) => ({
      id: queryIds[query]!,
      positive: { logit, weight: weights[query * width]! },
      real: hardestReal(query).map(({ place, ...rest }) => ({ kind: "real" as const, ids: [idAt(place)], ...rest })),
      synthetic: hardestSynthetic(query).map(({ place, ...rest }): SeenNegative => {
        if (place < pairs) {
          const parents = [idAt(first!(query, place)), idAt(second!(query, place))];
          return { kind: "pair-mixed", ids: parents, share: alpha!(query, place), ...rest };
        }
        const at = place - pairs;
        return { kind: "query-mixed", ids: [idAt(withQuery!(query, at))], share: beta!(query, at), ...rest };
      }),
    }));
  });
}
