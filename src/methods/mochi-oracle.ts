// MoCHi with a class oracle: neither a negative nor a parent of a synthetic one is of the query's class; an upper bound.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi").
// Shapes: B batch, d embedding, K queue, N hardest, s and s′ synthetic.
import { infoNce, negativeLogits, normalize, rowDot } from "../functional/index.ts";
import { detach, withoutGradient } from "../tensor/index.ts";
import { imagesBehind, isSameClass, proxyTop1, undiscarded, withBatchNegatives } from "./contrast.ts";
import { defineMethod } from "./method.ts";
import { mochi, type mochiOptions } from "./mochi.ts";
import { buildMomentumContrast, type MomentumContrastModules } from "./moco-v2.ts";
import { withShuffledBatch } from "./shuffled-batch.ts";

export const mochiOracle = defineMethod<typeof mochiOptions, MomentumContrastModules>({
  ...mochi,
  name: "mochi-oracle",
  summary: "MoCHi told the classes: the query's own class is neither a negative nor mixed into one, an upper bound",
  source: "Kalantidis et al., NeurIPS 2020 (arXiv 2010.01028)",
  defaultPreset: "mochi-oracle-cifar10",
  needs: { labels: true },

  build: (input) => buildMomentumContrast(input, { hasLabels: true }),

  step({ views, ids, labels, modules: { encoder, keyEncoder, queue }, options, progress, random }) {
    const query = normalize(encoder.forward(views.query!.images)); // [B, d]
    const key = withoutGradient(() =>
      // [B, d]; MoCo §3.3: shuffled BN
      withShuffledBatch(views.key!.images, random.fold("shuffle"), (images) => normalize(keyEncoder.forward(images))),
    );

    // MoCHi §3: own-class keys are discarded before the N hardest are chosen; with fewer than N left, fewer are mixed.
    const exclude = isSameClass(labels!, queue.labels!); // [B, K]
    const isMixing = progress.epoch >= options.mixingWarmup;
    const mixing = isMixing ? { ...options, key: random.fold("mixing") } : undefined;
    const ofQueue = negativeLogits(query, queue.keys, { mixing, exclude }); // [B, K + s + s′], −∞ where discarded
    const negatives = options.inBatchNegatives
      ? withBatchNegatives(ofQueue.logits, query, key, queue.size, isSameClass(labels!, labels!))
      : ofQueue.logits; // [B, K (+ B) + s + s′]

    // MoCHi Eq. (1) over the extended set: −log( exp(q·k/τ) / (exp(q·k/τ) + Σₙ exp(q·n/τ)) )
    const { loss, logits } = infoNce(rowDot(query, key), negatives, options); // [], [B, 1 + K + s + s′]
    return {
      loss,
      metrics: { proxyTop1: proxyTop1(logits) },
      contrast: () => ({
        logits: detach(logits),
        realNegatives: queue.size + negatives.length(1) - ofQueue.logits.length(1),
        undiscarded: undiscarded(query, key, queue, options),
        ...imagesBehind(queue, ids, options),
        mixed: ofQueue.mixed,
      }),
      after: { needs: [key, labels!], run: () => queue.enqueue(key, ids, labels) },
      isMixing,
    };
  },
});
