// PIRL: the embeddings of an image and of its shuffled patches both find the image's vector in a memory bank.
// Misra & van der Maaten, CVPR 2020, arXiv 1912.01991 ("PIRL").
// Shapes: B batch, d embedding, K vectors drawn from the memory bank.
import { normalize } from "../functional/index.ts";
import { inGroup, number } from "../options/option.ts";
import { detach, lerp, meanAll } from "../tensor/index.ts";
import { BankContrast, bankOptions } from "./bank-contrast.ts";
import { proxyMetric, proxyTop1 } from "./contrast.ts";
import { embedJigsaw, JigsawHead, jigsawView } from "./jigsaw-branch.ts";
import { createEncoder, defineMethod } from "./method.ts";

const options = {
  ...bankOptions,
  ...inGroup("PIRL", {
    jigsawShare: number(0.5, {
      min: 0,
      max: 1,
      flag: "--jigsaw-share",
      help: "λ: weight of the patches' loss; the whole image's has the rest",
    }),
  }),
};

export const pirl = defineMethod({
  name: "pirl",
  summary: "an image and its nine shuffled patches find the same vector in a memory bank of all images",
  source: "Misra & van der Maaten, CVPR 2020 (arXiv 1912.01991)",
  defaultPreset: "pirl-cifar10",
  options,
  shows: [
    proxyMetric,
    {
      name: "jigsawTop1",
      label: "jigsaw",
      title: "Proxy accuracy of the patches",
      meaning: "How often the shuffled patches are nearer to their own image's vector than to all others drawn.",
      isShare: true,
    },
  ],

  views: ({ recipe }) => ({ image: { recipe }, jigsaw: jigsawView(recipe) }),

  build({ encoder: described, data, random }) {
    const encoder = createEncoder(described, 1, random.fold("encoder"));
    return {
      encoder,
      jigsawHead: new JigsawHead(encoder.backbone.featureSize, described, random.fold("jigsaw head")),
      memory: new BankContrast(data.length, described.embeddingSize, random.fold("memory")),
    };
  },

  step({ views, ids, modules: { encoder, jigsawHead, memory }, options, progress, random }) {
    const image = normalize(encoder.forward(views.image!.images)); // f(v_I) [B, d]
    const jigsaw = embedJigsaw(encoder, jigsawHead, views.jigsaw!.images); // g(v_It) [B, d]
    const positives = memory.vectorsOf(ids, image, progress); // m_I [B, d]
    const others = memory.draw(ids, image, options, progress, random.fold("drawn")); // [K, d]

    // PIRL Eq. (4): L_NCE(I, I′) = −log h(m_I, v) − Σ log(1 − h(m_I′, v)), for the image and for its patches
    const ofImage = memory.contrast(image, { positives, ids }, others, options); // [B]
    const ofJigsaw = memory.contrast(jigsaw, { positives, ids }, others, options); // [B]
    // PIRL Eq. (5): L = λ L_NCE(m_I, g(v_It)) + (1 − λ) L_NCE(m_I, f(v_I))
    const loss = lerp(meanAll(ofImage.losses), meanAll(ofJigsaw.losses), options.jigsawShare); // []

    const seen = detach(image);
    return {
      loss,
      metrics: {
        proxyTop1: proxyTop1(detach(ofImage.logits)),
        jigsawTop1: proxyTop1(detach(ofJigsaw.logits)),
      },
      contrast: () => ({
        logits: detach(ofImage.logits),
        realNegatives: others.rows.length(0),
        queryIds: ids,
        negativeIds: [others.ids],
      }),
      // PIRL §3.1: the bank follows f(v_I), not the patches.
      after: {
        needs: [seen, ofImage.meanExponential],
        run: () => memory.update(ids, seen, ofImage, { progress, ...options }),
      },
    };
  },

  features: ({ encoder }, images) => encoder.features(images),
});
