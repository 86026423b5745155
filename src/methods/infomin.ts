// InfoMin-Aug: momentum contrast with stronger augmentation and a jigsaw branch whose patches find the same keys.
// Tian et al., NeurIPS 2020, arXiv 2005.10243 ("InfoMin-Aug"); its jigsaw branch is PIRL's.
// Shapes: B batch, d embedding, K queue.
import { infoNce, negativeLogits, normalize, rowDot } from "../functional/index.ts";
import { inGroup, number } from "../options/option.ts";
import { detach, lerp, withoutGradient } from "../tensor/index.ts";
import { imagesBehind, proxyMetric, proxyTop1, withBatchNegatives } from "./contrast.ts";
import { embedJigsaw, JigsawHead, jigsawView } from "./jigsaw-branch.ts";
import { defineMethod, twoViews } from "./method.ts";
import { buildMomentumContrast, mocoOptions } from "./moco-v2.ts";
import { withShuffledBatch } from "./shuffled-batch.ts";

const options = {
  ...mocoOptions,
  ...inGroup("InfoMin-Aug", {
    jigsawShare: number(0.5, {
      min: 0,
      max: 1,
      flag: "--jigsaw-share",
      help: "β: weight of the patches' loss; the whole image's has the rest",
    }),
  }),
};

export const infomin = defineMethod({
  name: "infomin",
  summary: "momentum contrast with RandAugment, and a jigsaw branch whose shuffled patches find the same keys",
  source: "Tian et al., NeurIPS 2020 (arXiv 2005.10243)",
  defaultPreset: "infomin-cifar10",
  options,
  shows: [proxyMetric],

  views: ({ recipe }) => ({ ...twoViews(recipe, "query", "key"), jigsaw: jigsawView(recipe) }),

  build(input) {
    const momentumContrast = buildMomentumContrast(input);
    const { featureSize } = momentumContrast.encoder.backbone;
    return {
      ...momentumContrast,
      jigsawHead: new JigsawHead(featureSize, input.encoder, input.random.fold("jigsaw head")),
    };
  },

  step({ views, ids, modules: { encoder, keyEncoder, queue, jigsawHead }, options, random }) {
    const query = normalize(encoder.forward(views.query!.images)); // [B, d]
    const jigsaw = embedJigsaw(encoder, jigsawHead, views.jigsaw!.images); // [B, d]
    const key = withoutGradient(() =>
      // [B, d]; MoCo §3.3: shuffled BN
      withShuffledBatch(views.key!.images, random.fold("shuffle"), (images) => normalize(keyEncoder.forward(images))),
    );

    const contrast = (anchor: typeof query) => {
      const negatives = negativeLogits(anchor, queue.keys).logits; // [B, K]
      const all = options.inBatchNegatives ? withBatchNegatives(negatives, anchor, key) : negatives; // [B, K (+ B)]
      // MoCo Eq. (1): −log( exp(q·k₊/τ) / (exp(q·k₊/τ) + Σᵢ exp(q·kᵢ/τ)) ), for the image and for its patches
      return infoNce(rowDot(anchor, key), all, options); // [], [B, 1 + K (+ B)]
    };
    const [ofImage, ofJigsaw] = [contrast(query), contrast(jigsaw)];
    const logits = detach(ofImage.logits);
    return {
      // PIRL Eq. (5): L = β L(g(patches), k) + (1 − β) L(f(image), k), here with momentum contrast's keys
      loss: lerp(ofImage.loss, ofJigsaw.loss, options.jigsawShare),
      metrics: { proxyTop1: proxyTop1(logits) },
      contrast: () => ({
        logits,
        realNegatives: logits.length(1) - 1,
        ...imagesBehind(queue, ids, options),
      }),
      after: { needs: [key], run: () => queue.enqueue(key, ids) },
    };
  },

  features: ({ encoder }, images) => encoder.features(images),
});
