// MoCHi: hard negative mixing on MoCo-v2. Synthetic negatives are mixed from each query's hardest ones.
// Kalantidis et al., NeurIPS 2020, arXiv 2010.01028 ("MoCHi").
// Shapes: B batch, d embedding, K queue, N hardest, s and s′ synthetic.
import { infoNce, negativeLogits, normalize, rowDot } from "../functional/index.ts";
import { count, inGroup, number } from "../options/option.ts";
import { detach, withoutGradient } from "../tensor/index.ts";
import { imagesBehind, proxyTop1, withBatchNegatives } from "./contrast.ts";
import { defineMethod } from "./method.ts";
import { type MomentumContrastModules, mocoV2 } from "./moco-v2.ts";
import { withShuffledBatch } from "./shuffled-batch.ts";

// The three share a flag: --mochi N,s,s′ is how the paper writes a configuration.
const shared = {
  flag: "--mochi",
  value: "N,s,s′",
  help: "hardest negatives, pair-mixed and query-mixed synthetic ones",
  implies: { method: "mochi" },
};

const synco = {
  flag: "--synco",
  value: "n₂,n₄,n₅,n₆",
  help: "SynCo's further synthetic negatives: extrapolated, noised, perturbed, adversarial ones",
};

export const mochiOptions = {
  ...mocoV2.options,
  ...inGroup("Hard negative mixing", {
    hardest: count(256, { ...shared, min: 0 }),
    synthetic: count(256, { ...shared, min: 0 }),
    syntheticWithQuery: count(64, { ...shared, min: 0 }),
    mixingWarmup: number(1, {
      min: 0,
      flag: "--mixing-warmup",
      value: "epochs",
      help: "epochs before mixing starts; may be fractional",
    }),
    extrapolated: count(0, { ...synco, min: 0 }),
    noised: count(0, { ...synco, min: 0 }),
    perturbed: count(0, { ...synco, min: 0 }),
    adversarial: count(0, { ...synco, min: 0 }),
    classPrior: number(0, {
      min: 0,
      below: 1,
      flag: "--class-prior",
      value: "share",
      help: "τ⁺ of the debiased InfoNCE: negatives that are of the query's class by chance; 0: InfoNCE as it is",
    }),
  }),
};

export const mochi = defineMethod<typeof mochiOptions, MomentumContrastModules>({
  ...mocoV2,
  name: "mochi",
  summary: "hard negative mixing: synthetic negatives mixed from each query's hardest ones, on MoCo-v2",
  source: "Kalantidis et al., NeurIPS 2020 (arXiv 2010.01028)",
  defaultPreset: "quickstart",
  options: mochiOptions,

  step({ views, ids, modules: { encoder, keyEncoder, queue }, options, progress, random }) {
    const query = normalize(encoder.forward(views.query!.images)); // [B, d]
    const key = withoutGradient(() =>
      // [B, d]; MoCo §3.3: shuffled BN
      withShuffledBatch(views.key!.images, random.fold("shuffle"), (images) => normalize(keyEncoder.forward(images))),
    );

    // MoCHi §4.1–4.2: h ∝ α nᵢ + (1 − α) nⱼ and h′ ∝ β q + (1 − β) nⱼ over the N hardest negatives of this query,
    // of which only q·h and q·h′ are needed: functional/mixed-logits.ts; the vectors: functional/mix-hard-negatives.ts.
    const isMixing = progress.epoch >= options.mixingWarmup;
    const mixing = isMixing ? { mixing: { ...options, key: random.fold("mixing") } } : {};
    const ofQueue = negativeLogits(query, queue.keys, mixing); // [B, K + s + s′]
    const negatives = options.inBatchNegatives
      ? withBatchNegatives(ofQueue.logits, query, key, queue.size)
      : ofQueue.logits; // [B, K (+ B) + s + s′]

    // MoCHi Eq. (1) over the extended set: −log( exp(q·k/τ) / (exp(q·k/τ) + Σₙ exp(q·n/τ)) )
    const { loss, logits } = infoNce(rowDot(query, key), negatives, options); // [], [B, 1 + K + s + s′]
    return {
      loss,
      metrics: { proxyTop1: proxyTop1(logits) },
      contrast: () => ({
        logits: detach(logits),
        realNegatives: queue.size + negatives.length(1) - ofQueue.logits.length(1),
        ...imagesBehind(queue, ids, options),
        mixed: ofQueue.mixed,
      }),
      after: { needs: [key], run: () => queue.enqueue(key, ids) },
      isMixing,
    };
  },
});
