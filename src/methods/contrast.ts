// What contrastive methods share around the loss: proxy accuracy, and the keys of the batch as further negatives.
import {
  amax,
  cat,
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
  withoutGradient,
} from "../tensor/index.ts";
import type { ShownMetric } from "./method.ts";

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

/**
 * Adds q·k of every other image of the batch to the real negatives; the own key's place is −∞, which is no negative.
 * @param negatives `[B, M]`, the first `realCount` of them real, the rest synthetic.
 * @returns `[B, M + B]`: real ones, the batch's, synthetic ones.
 */
export function withBatchNegatives(
  negatives: Tensor,
  query: Tensor,
  key: Tensor,
  realCount = negatives.length(1),
): Tensor {
  const batch = query.length(0);
  const own = new Uint8Array(batch * batch);
  for (let row = 0; row < batch; row++) own[row * batch + row] = 1;
  const isOwn = to(fromTypedArray(own, [batch, batch]), "bool"); // [B, B]
  const ofBatch = maskedFill(matmul(query, t(key)), isOwn, Number.NEGATIVE_INFINITY); // [B, B]
  const [real, synthetic] = splitWithSizes(negatives, [realCount, negatives.length(1) - realCount], 1);
  return cat([real!, ofBatch, synthetic!], 1);
}
