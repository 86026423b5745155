// MoCo-v2: momentum contrast with a perceptron head, stronger augmentation and a cosine schedule.
// He et al., CVPR 2020, arXiv 1911.05722 ("MoCo"); Chen et al., 2020, arXiv 2003.04297 ("MoCo-v2").
// Shapes: B batch, d embedding, K queue.
import { infoNce, negativeLogits, normalize, rowDot } from "../functional/index.ts";
import { momentumOf } from "../nn/module.ts";
import { count, inGroup, number, toggle, type Values } from "../options/option.ts";
import { detach, type Tensor, withoutGradient } from "../tensor/index.ts";
import { imagesBehind, proxyMetric, proxyTop1, withBatchNegatives } from "./contrast.ts";
import { type BuildInput, createEncoder, defineMethod, twoViews } from "./method.ts";
import { Queue } from "./queue.ts";
import { withShuffledBatch } from "./shuffled-batch.ts";

export const mocoOptions = inGroup("Momentum contrast", {
  queueSize: count(4096, { flag: "--queue-size", value: "keys", help: "K: past keys kept as negatives" }),
  // 0.2: MoCo-v2; 0.07 in MoCo-v1.
  temperature: number(0.2, { above: 0, flag: "--temperature", help: "τ, which divides all logits" }),
  encoderMomentum: number(0.99, {
    min: 0,
    below: 1,
    flag: "--encoder-momentum",
    help: "m of the momentum encoder; 0.999 for ImageNet",
  }),
  bnSplits: count(1, {
    flag: "--bn-splits",
    value: "slices",
    help: "batch-norm statistics per slice of the batch, keys shuffled (MoCo §3.3)",
  }),
  inBatchNegatives: toggle(false, {
    flag: "--in-batch-negatives",
    help: "the other images' keys of the batch are negatives too",
  }),
});

/** Query encoder, its momentum copy and the queue: what MoCo and everything built on it trains. */
export function buildMomentumContrast(
  { options, encoder, random }: BuildInput<Values<typeof mocoOptions>>,
  { hasLabels = false } = {},
) {
  const queryEncoder = createEncoder(encoder, options.bnSplits, random.fold("encoder"));
  return {
    encoder: queryEncoder,
    // MoCo Eq. (2): θₖ ← m θₖ + (1 − m) θ_q, moved by the training loop after each optimiser step.
    keyEncoder: momentumOf(queryEncoder, options.encoderMomentum),
    queue: new Queue(options.queueSize, encoder.embeddingSize, random.fold("queue"), { hasLabels }),
  };
}

export type MomentumContrastModules = ReturnType<typeof buildMomentumContrast>;

export const mocoV2 = defineMethod({
  name: "moco-v2",
  summary: "momentum contrast: InfoNCE against a queue of keys from a slowly moving encoder, with a perceptron head",
  source: "He et al., CVPR 2020 (arXiv 1911.05722); Chen et al., 2020 (arXiv 2003.04297)",
  defaultPreset: "cifar10",
  options: mocoOptions,

  shows: [proxyMetric],

  views: ({ recipe }) => twoViews(recipe, "query", "key"),

  build: (input) => buildMomentumContrast(input),

  step({ views, ids, modules: { encoder, keyEncoder, queue }, options, random }) {
    const query = normalize(encoder.forward(views.query!.images)); // [B, d]
    const key = withoutGradient(() =>
      // [B, d]; MoCo §3.3: shuffled BN
      withShuffledBatch(views.key!.images, random.fold("shuffle"), (images) => normalize(keyEncoder.forward(images))),
    );

    const positiveLogits = rowDot(query, key); // [B, 1]
    const negatives = negativeLogits(query, queue.keys).logits; // [B, K]
    const all = options.inBatchNegatives ? withBatchNegatives(negatives, query, key) : negatives; // [B, K (+ B)]

    // MoCo Eq. (1): −log( exp(q·k₊/τ) / (exp(q·k₊/τ) + Σᵢ exp(q·kᵢ/τ)) )
    const { loss, logits } = infoNce(positiveLogits, all, options); // [], [B, 1 + K]
    return {
      loss,
      metrics: { proxyTop1: proxyTop1(logits) },
      contrast: () => ({
        logits: detach(logits),
        realNegatives: all.length(1),
        ...imagesBehind(queue, ids, options),
      }),
      // MoCo Algorithm 1: the keys join the queue after the logits, so a query never meets its own key there.
      after: { needs: [key], run: () => queue.enqueue(key, ids) },
    };
  },

  features: ({ encoder }, images: Tensor) => encoder.features(images),
});
