// InstDis: every image is a class of its own, told apart from the others by their vectors in a memory bank.
// Wu et al., CVPR 2018, arXiv 1805.01978 ("InstDis").
// Shapes: B batch, d embedding, K vectors drawn from the memory bank.
import { normalize } from "../functional/index.ts";
import { inGroup, number } from "../options/option.ts";
import { add, detach, meanAll, mul, sub, sum, withoutGradient } from "../tensor/index.ts";
import { BankContrast, bankOptions } from "./bank-contrast.ts";
import { proxyMetric, proxyTop1 } from "./contrast.ts";
import { createEncoder, defineMethod } from "./method.ts";

const options = {
  ...bankOptions,
  ...inGroup("InstDis", {
    // The authors' code leaves this to the momentum of the bank.
    proximal: number(0, {
      min: 0,
      flag: "--proximal",
      help: "λ of the pull towards the image's vector in the bank; 30 in the paper, 0 in its code",
    }),
  }),
};

export const instdis = defineMethod({
  name: "instdis",
  summary: "every image is a class of its own: its embedding finds its vector in a memory bank of all images",
  source: "Wu et al., CVPR 2018 (arXiv 1805.01978)",
  defaultPreset: "instdis-cifar10",
  options,
  shows: [proxyMetric],

  views: ({ recipe }) => ({ view: { recipe }, earlier: { recipe } }),

  build: ({ encoder, data, random }) => ({
    encoder: createEncoder(encoder, 1, random.fold("encoder")),
    memory: new BankContrast(data.length, encoder.embeddingSize, random.fold("memory")),
  }),

  step({ views, ids, modules: { encoder, memory }, options, progress, random }) {
    const embeddings = normalize(encoder.forward(views.view!.images)); // [B, d]
    // What a bank holds is the embedding of another view: until it holds one, that view is embedded here.
    const earlier =
      progress.epoch < 1 ? withoutGradient(() => normalize(encoder.forward(views.earlier!.images))) : embeddings; // [B, d]
    const vectors = memory.vectorsOf(ids, earlier, progress); // [B, d]
    const others = memory.draw(ids, earlier, options, progress, random.fold("drawn")); // [K, d]

    // InstDis Eq. (2): P(i|f) = exp(vᵢ·f/τ) / Σⱼ exp(vⱼ·f/τ), by NCE or over the vectors drawn
    const contrast = memory.contrast(embeddings, { positives: vectors, ids }, others, options); // [B]
    const moved = sub(embeddings, vectors); // [B, d]
    // InstDis Eq. (9): −log h(i, vᵢ⁽ᵗ⁻¹⁾) + λ ‖vᵢ⁽ᵗ⁾ − vᵢ⁽ᵗ⁻¹⁾‖²
    const losses = add(contrast.losses, mul(sum(mul(moved, moved), [1]), options.proximal)); // [B]

    const seen = detach(embeddings);
    return {
      loss: meanAll(losses),
      metrics: { proxyTop1: proxyTop1(detach(contrast.logits)) },
      contrast: () => ({
        logits: detach(contrast.logits),
        realNegatives: others.rows.length(0),
        queryIds: ids,
        negativeIds: [others.ids],
      }),
      after: {
        needs: [seen, contrast.meanExponential],
        run: () => memory.update(ids, seen, contrast, { progress, ...options }),
      },
    };
  },

  features: ({ encoder }, images) => encoder.features(images),
});
