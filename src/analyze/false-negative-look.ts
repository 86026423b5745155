// False negatives of a batch by the class oracle: among the hardest real negatives, and among the synthetic ones.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi"), §3: labels serve to look, never to train.
// Shapes: B queries, R real negatives, T the hardest of them, n of any kind, N images.
import type { Contrast } from "../methods/method.ts";
import {
  cat,
  clamp,
  eq,
  expand,
  ge,
  indexSelect,
  indicesOf,
  logicalAnd,
  lt,
  maskedFill,
  narrow,
  reshape,
  sum,
  Tensor,
  unsqueeze,
} from "../tensor/index.ts";

/** One share of 1 per query; NaN where there was nothing to count. Keys of no known image are not counted. */
export interface FalseNegativeLook {
  /** Of the hardest real negatives: those of the query's class. */
  falseTop: number[];
  /** Of all real negatives: the same. */
  falseBase: number[];
  /** Of the pair-mixed: those with both parents of the query's class, which makes the mix a false negative too. */
  falsePairs: number[];
  /** Of the query-mixed: those whose parent is of the query's class. */
  falseWithQuery: number[];
}

/**
 * @param contrast with the images of queries and negatives
 * @param looked.real `[B, R]` logits of the real negatives, −∞ for none
 * @param looked.hardest `[B, T]` int64, where the T largest of each row are, none of them −∞
 * @param looked.labels `[N]` int64, the class of each image
 */
export function lookForFalseNegatives(
  { queryIds, negativeIds, mixed }: Contrast,
  { real, hardest, labels }: { real: Tensor; hardest: Tensor; labels: Tensor },
): FalseNegativeLook {
  const batch = real.length(0);
  const ofQueries = unsqueeze(narrow(at(labels, idsOf(queryIds!)), 0, 0, batch), 1); // [B, 1]
  const ofNegatives = at(labels, cat(negativeIds!.map(idsOf))); // [R]
  // Classes [B, n], −1 for what is not counted → the share that is the query's.
  const shareOf = (...parents: Tensor[]) => {
    const isSame = parents.map((classes) => eq(classes, ofQueries)).reduce(logicalAnd);
    const counted = sum(parents.map((classes) => ge(classes, 0)).reduce(logicalAnd), [1]).toNumbers();
    const same = sum(isSame, [1]).toNumbers();
    return same.map((count, query) => count / counted[query]!);
  };
  const among = (classes: Tensor, logits: Tensor) => maskedFill(classes, eq(logits, Number.NEGATIVE_INFINITY), -1);
  const ofParents = (columns: Tensor) => at(ofNegatives, narrow(columns, 0, 0, batch));
  const nobody = Array<number>(batch).fill(Number.NaN);
  return {
    falseTop: shareOf(at(ofNegatives, hardest)),
    falseBase: shareOf(among(expand(unsqueeze(ofNegatives, 0), real.shape), real)),
    falsePairs: mixed ? shareOf(ofParents(mixed.first), ofParents(mixed.second)) : nobody,
    falseWithQuery: mixed ? shareOf(ofParents(mixed.withQuery)) : nobody,
  };
}

/** `values[places]`, in the shape of `places`; −1 where the place is negative. */
function at(values: Tensor, places: Tensor): Tensor {
  const found = reshape(indexSelect(values, 0, reshape(clamp(places, 0), [-1])), places.shape);
  return maskedFill(found, lt(places, 0), -1);
}

function idsOf(ids: Tensor | ArrayLike<number>): Tensor {
  return ids instanceof Tensor ? ids : indicesOf(ids);
}
