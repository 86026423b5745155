// The contrast of training batches by the newest checkpoint: the method's own step, without its update.
import type { Contrast } from "../../methods/method.ts";
import { Queue } from "../../methods/queue.ts";
import { indicesOf, permutation, randomKey, scope, withoutGradient } from "../../tensor/index.ts";
import { makeViews, readForViews } from "../../train/batches.ts";
import { viewsInput } from "../../train/step.ts";
import type { OpenedRun } from "../open-run.ts";

/** How far the run has come. */
export interface Reached {
  step: number;
  epoch: number;
}

export interface QueriesSeen {
  /** How many queries there were; 0 for a method that contrasts nothing. */
  count: number;
  /** Whether there is a queue, and no query's image has a key in it. */
  areFresh: boolean;
}

/** Why analyses of the contrast are passed over where `count` is 0. */
export function withoutContrast({ config }: OpenedRun): string {
  return `${config.method} has no queries with one positive and negatives`;
}

/**
 * Hands the contrast of batch after batch to `look`, until so many queries, and the images of `first` before
 * all others, were looked at. Moves the running statistics of the modules' norms, as a step does, and nothing else of them.
 */
export async function lookAtBatches(
  run: OpenedRun,
  { epoch }: Reached,
  {
    queries,
    first = [],
    onProgress,
  }: { queries: number; first?: readonly number[]; onProgress?: (done: number) => void },
  look: (contrast: Contrast) => void,
): Promise<QueriesSeen> {
  const { data, method, modules, options } = run;
  const labels = method.needs?.labels ? data.train.labels : undefined;
  // What one call of the method's step sees in training, in the run's last views.
  const batchSize = options.batchSize / options.accumulate;
  const size = options.resolutions.at(-1)?.size ?? options.imageSize;
  const key = randomKey(options.seed).fold("analyses");
  const progress = { step: 0, steps: 1, epoch, epochs: options.epochs };
  const { order: drawn, areFresh } = queryOrder(
    run,
    permutation(key.fold("queries"), data.train.info.length),
    batchSize,
  );
  const order = first.length === 0 ? drawn : Int32Array.from(new Set([...first, ...drawn]));
  let seen = 0;
  const isWanted = (start: number) => seen < queries || start < first.length;
  for (let start = 0; isWanted(start) && start + batchSize <= order.length; start += batchSize) {
    const ids = order.slice(start, start + batchSize);
    const input = viewsInput({ method, methodOptions: options, options, key }, { ids, size, progress });
    const batch = await readForViews(data.train, input);
    const count = scope(() =>
      withoutGradient(() => {
        const views = makeViews({ ...input, batch });
        const classes = labels && indicesOf(ids.map((id) => labels[id]!));
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
  return { count: seen, areFresh };
}

// In training an image meets its own key again an epoch later, when the queue no longer has it. The newest checkpoint's
// queue has the last K images: drawn as queries, they would find their own keys among the negatives.
function queryOrder(
  { modules }: OpenedRun,
  order: Int32Array,
  batchSize: number,
): { order: Int32Array; areFresh: boolean } {
  const queues = Object.values(modules).filter((module) => module instanceof Queue);
  const queued = new Set(queues.flatMap((queue) => queue.ids.toNumbers()));
  const fresh = order.filter((id) => !queued.has(id));
  const areFresh = queues.length > 0 && fresh.length >= batchSize;
  return { order: areFresh ? fresh : order, areFresh };
}
