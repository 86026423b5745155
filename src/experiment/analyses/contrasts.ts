// The contrast of training batches by the newest checkpoint: the method's own step, without its update.
import type { Contrast } from "../../methods/method.ts";
import { fromTypedArray, permutation, randomKey, scope, withoutGradient } from "../../tensor/index.ts";
import { makeViews, readForViews } from "../../train/batches.ts";
import { viewsInput } from "../../train/step.ts";
import type { OpenedRun } from "../open-run.ts";

/** How far the run has come. */
export interface Reached {
  step: number;
  epoch: number;
}

/**
 * Hands the contrast of batch after batch to `look`, until so many queries were looked at. Moves the running statistics of
 * the modules' norms, as a step does, and nothing else of them.
 * @returns how many queries there were; 0 for a method that contrasts nothing
 */
export async function lookAtBatches(
  run: OpenedRun,
  { epoch }: Reached,
  { queries, onProgress }: { queries: number; onProgress?: (done: number) => void },
  look: (contrast: Contrast) => void,
): Promise<number> {
  const { data, method, modules, options } = run;
  const { batchSize, imageSize: size } = options;
  const labels = data.train.labels;
  const key = randomKey(options.seed).fold("analyses");
  const order = permutation(key.fold("queries"), data.train.info.length);
  const progress = { step: 0, steps: 1, epoch, epochs: options.epochs };
  let seen = 0;
  for (let start = 0; seen < queries && start + batchSize <= order.length; start += batchSize) {
    const ids = order.slice(start, start + batchSize);
    const input = viewsInput(
      { method, methodOptions: options, options: options as never, key },
      { ids, size, progress },
    );
    const batch = await readForViews(data.train, input);
    const count = scope(() =>
      withoutGradient(() => {
        const views = makeViews({ ...input, batch });
        const classes =
          method.needs?.labels && labels
            ? fromTypedArray(
                BigInt64Array.from(ids, (id) => BigInt(labels[id]!)),
                [ids.length],
              )
            : undefined;
        const random = key.fold("step").fold(start);
        const contrast = method.step({ views, ids, labels: classes, modules, options, progress, random }).contrast?.();
        if (!contrast) return 0;
        look(contrast);
        return contrast.logits.length(0);
      }),
    );
    batch.release?.();
    if (count === 0) break;
    seen += count;
    onProgress?.(seen);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return seen;
}
