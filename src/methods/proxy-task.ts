// What methods share whose proxy task is classification: the share of right answers, in a step and on display.
import { argmax, eq, meanAll, type Tensor, to, withoutGradient } from "../tensor/index.ts";
import type { ShownMetric } from "./method.ts";

/** How methods with a proxy task of this kind show it. @param question what is answered, ending "How often …". */
export function answersMetric(question: string): ShownMetric {
  return {
    name: "top1",
    label: "proxy",
    title: "Accuracy of the proxy task",
    meaning: `How often ${question}, on the training batches.`,
    isShare: true,
  };
}

/**
 * Share of rows whose highest logit is the target's.
 * @param logits `[n, C]`
 * @param targets `[n]` int64
 */
export function rightAnswers(logits: Tensor, targets: Tensor): Tensor {
  return withoutGradient(() => meanAll(to(eq(argmax(logits, 1), targets), "float32")));
}
