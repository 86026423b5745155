// A query under the microscope: its hardest negatives, real and synthetic, with their logits and weights.
// Shapes: B queries, R real negatives, s pair-mixed and s′ query-mixed ones.
import type { Contrast } from "../methods/method.ts";
import { indexSelect, indicesOf, narrow, scope, softmax, Tensor, topk } from "../tensor/index.ts";

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

/**
 * Those of the images that are queries, in their order, each with as many of its negatives; of an image with several queries
 * the first. Empty where the images behind the logits are not known.
 */
export function underTheMicroscope(
  { logits, realNegatives, queryIds, negativeIds, mixed }: Contrast,
  { images, real, synthetic }: { images: readonly number[]; real: number; synthetic: number },
): SeenQuery[] {
  if (!queryIds || !negativeIds) return [];
  const rowOf = new Map(Array.from(queryIds, (id, row) => [id, row] as const).reverse());
  const rows = images.flatMap((image) => rowOf.get(image) ?? []);
  return scope(() => {
    const ids = negativeIds.flatMap((part) => (part instanceof Tensor ? part.toNumbers() : Array.from(part)));
    const columnsOf = (parents: Tensor | undefined) => {
      const width = parents?.length(1) ?? 0;
      const numbers = parents?.toNumbers() ?? [];
      return (query: number, place: number) => numbers[rows[query]! * width + place]!;
    };
    const [first, second, withQuery] = [mixed?.first, mixed?.second, mixed?.withQuery].map(columnsOf);
    const [alpha, beta] = [mixed?.alpha, mixed?.beta].map(columnsOf);
    const pairs = mixed?.first.length(1) ?? 0;
    // SynCo's lie behind MoCHi's and have other parents.
    const mixes = pairs + (mixed?.withQuery.length(1) ?? 0);
    const idAt = (column: number) => (column < 0 ? -1 : ids[column]!);

    const shown = indexSelect(logits, 0, indicesOf(rows));
    const weights = softmax(shown, 1).toNumbers();
    const width = logits.length(1);
    const hardest = (from: number, length: number, most: number) => {
      const kept = Math.min(most, length);
      const { values, indices } = topk(narrow(shown, 1, from, length), kept, 1);
      const [logit, place] = [values.toNumbers(), indices.toNumbers()];
      return (query: number) =>
        Array.from({ length: kept }, (_, rank) => {
          const at = query * kept + rank;
          return { place: place[at]!, logit: logit[at]!, weight: weights[query * width + from + place[at]!]! };
        }).filter((found) => found.logit > Number.NEGATIVE_INFINITY);
    };
    const hardestReal = hardest(1, realNegatives, real);
    const hardestSynthetic = hardest(1 + realNegatives, mixes, synthetic);
    const positives = narrow(shown, 1, 0, 1).toNumbers();
    return positives.map((logit, query) => ({
      id: queryIds[rows[query]!]!,
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
