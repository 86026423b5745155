// MoCo-v2 with a class oracle: what MoCo-v2 would learn if no negative were of the query's own class; an upper bound.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi"), §3; He et al., CVPR 2020, arXiv 1911.05722 ("MoCo").
// Shapes: B batch, d embedding, K queue.
import { infoNce, negativeLogits, normalize, rowDot } from "../functional/index.ts";
import { detach, withoutGradient } from "../tensor/index.ts";
import { imagesBehind, isSameClass, proxyTop1, undiscarded, withBatchNegatives } from "./contrast.ts";
import { defineMethod } from "./method.ts";
import { buildMomentumContrast, type MomentumContrastModules, mocoV2 } from "./moco-v2.ts";
import { withShuffledBatch } from "./shuffled-batch.ts";

export const mocoV2Oracle = defineMethod<typeof mocoV2.options, MomentumContrastModules>({
  ...mocoV2,
  name: "moco-v2-oracle",
  summary: "MoCo-v2 told the classes: negatives of the query's own class are dropped, an upper bound",
  source: "Kalantidis et al., NeurIPS 2020 (arXiv 2010.01028)",
  defaultPreset: "moco-v2-oracle-cifar10",
  needs: { labels: true },

  build: (input) => buildMomentumContrast(input, { hasLabels: true }),

  step({ views, ids, labels, modules: { encoder, keyEncoder, queue }, options, random }) {
    const query = normalize(encoder.forward(views.query!.images)); // [B, d]
    const key = withoutGradient(() =>
      // [B, d]; MoCo §3.3: shuffled BN
      withShuffledBatch(views.key!.images, random.fold("shuffle"), (images) => normalize(keyEncoder.forward(images))),
    );

    // MoCHi §3: "discards" every negative whose class is the query's; keys of the random start have none and stay.
    const exclude = isSameClass(labels!, queue.labels!); // [B, K]
    const ofQueue = negativeLogits(query, queue.keys, { exclude }).logits; // [B, K], −∞ where discarded
    const negatives = options.inBatchNegatives
      ? withBatchNegatives(ofQueue, query, key, queue.size, isSameClass(labels!, labels!))
      : ofQueue; // [B, K (+ B)]

    // MoCo Eq. (1): −log( exp(q·k₊/τ) / (exp(q·k₊/τ) + Σᵢ exp(q·kᵢ/τ)) ), i over the other classes
    const { loss, logits } = infoNce(rowDot(query, key), negatives, options); // [], [B, 1 + K]
    return {
      loss,
      metrics: { proxyTop1: proxyTop1(logits) },
      contrast: () => ({
        logits: detach(logits),
        realNegatives: negatives.length(1),
        undiscarded: undiscarded(query, key, queue, options),
        ...imagesBehind(queue, ids, options),
      }),
      after: { needs: [key, labels!], run: () => queue.enqueue(key, ids, labels) },
    };
  },
});
