// What contrastive methods share around the loss: proxy accuracy, and the keys of the batch as further negatives.
import { negativeLogits } from "../functional/index.ts";
import {
  amax,
  cat,
  div,
  eq,
  fromTypedArray,
  gt,
  maskedFill,
  matmul,
  meanAll,
  narrow,
  select,
  splitWithSizes,
  type Tensor,
  t,
  to,
  unsqueeze,
  withoutGradient,
} from "../tensor/index.ts";
import type { ShownMetric } from "./method.ts";
import type { Queue } from "./queue.ts";

/** What methods with a proxy task of this kind show of it. */
export const proxyMetric: ShownMetric = {
  name: "proxyTop1",
  label: "proxy",
  title: "Proxy accuracy",
  meaning: "How often the positive of a query outranks all its negatives.",
  isShare: true,
};

/** Share of queries whose positive outranks every negative: (1 + M)-way accuracy of the proxy task. */
export function proxyTop1(logits: Tensor): Tensor {
  return withoutGradient(() => {
    const positive = select(logits, 1, 0); // [B]
    const hardest = amax(narrow(logits, 1, 1, logits.length(1) - 1), [1]); // [B]
    return meanAll(to(gt(positive, hardest), "float32"));
  });
}

/** `[B, K]` bool: whether the key's class, of `keyLabels` `[K]`, is the query's, of `queryLabels` `[B]`. */
export function isSameClass(queryLabels: Tensor, keyLabels: Tensor): Tensor {
  return eq(unsqueeze(queryLabels, 1), unsqueeze(keyLabels, 0));
}

/**
 * Adds q·k of every other image of the batch to the real negatives; the own key's place is −∞, which is no negative.
 * @param negatives `[B, M]`, the first `realCount` of them real, the rest synthetic.
 * @param exclude `[B, B]` bool: what is no negative; the own key alone unless given.
 * @returns `[B, M + B]`: real ones, the batch's, synthetic ones.
 */
export function withBatchNegatives(
  negatives: Tensor,
  query: Tensor,
  key: Tensor,
  realCount = negatives.length(1),
  exclude = ownKeys(query.length(0)),
): Tensor {
  const ofBatch = maskedFill(matmul(query, t(key)), exclude, Number.NEGATIVE_INFINITY); // [B, B]
  const [real, synthetic] = splitWithSizes(negatives, [realCount, negatives.length(1) - realCount], 1);
  return cat([real!, ofBatch, synthetic!], 1);
}

/** `[B, B]`, true on the diagonal. */
function ownKeys(batch: number): Tensor {
  const own = new Uint8Array(batch * batch);
  for (let row = 0; row < batch; row++) own[row * batch + row] = 1;
  return to(fromTypedArray(own, [batch, batch]), "bool");
}

/** For monitors: the images behind the queries of a step, and behind the keys they are told apart from. */
export function imagesBehind(queue: Queue, ids: Int32Array, { inBatchNegatives }: { inBatchNegatives: boolean }) {
  return { queryIds: ids, negativeIds: inBatchNegatives ? [queue.ids, ids] : [queue.ids] };
}

/** For monitors of an oracle: the real negatives' logits as they are before any is discarded, `[B, K (+ B)]`. */
export function undiscarded(
  query: Tensor,
  key: Tensor,
  { keys, size }: Queue,
  { temperature, inBatchNegatives }: { temperature: number; inBatchNegatives: boolean },
): Tensor {
  return withoutGradient(() => {
    const ofQueue = negativeLogits(query, keys).logits; // [B, K]
    return div(inBatchNegatives ? withBatchNegatives(ofQueue, query, key, size) : ofQueue, temperature);
  });
}
