// Un-Mix: beside the image, a mixture of it with another of the batch is contrasted with the keys of both, by their shares.
// Shen et al., AAAI 2022, arXiv 2003.05438 ("Un-Mix", first "Rethinking Image Mixture").
// Shapes: B batch, d embedding, M negatives.
import { betaDraw, infoNce, rowDot } from "../functional/index.ts";
import { inGroup, number } from "../options/option.ts";
import { add, detach, div, flip, type Key, mul, stack, sumAll, type Tensor } from "../tensor/index.ts";
import { proxyMetric, proxyTop1 } from "./contrast.ts";
import { cutMix, mixup } from "./image-mixture.ts";
import { defineMethod } from "./method.ts";
import { type BaseModules, base, contrastOf, mixtureOptions } from "./mixture-base.ts";

const options = {
  ...mixtureOptions,
  ...inGroup("Un-Mix", {
    globalMixtures: number(0.5, {
      min: 0,
      max: 1,
      flag: "--global-mixtures",
      value: "share",
      help: "share of steps whose mixtures blend whole images; the others put a box of one in the other",
    }),
  }),
};

export const unmix = defineMethod<typeof options, BaseModules>({
  name: "unmix",
  summary: "image mixture: mixed with the batch in reverse order, an image meets the keys of both by their shares",
  source: "Shen et al., AAAI 2022 (arXiv 2003.05438)",
  defaultPreset: "unmix-cifar10",
  options,
  shows: [proxyMetric],

  ...base,

  step(input) {
    const { options, random } = input;
    const partners = Int32Array.from(input.ids, (_, row) => input.ids.length - 1 - row);
    const { contrasted, after } = contrastOf(input, partners);
    const parts = contrasted.map(({ images, embed, keys, negatives, negativeIds }) => {
      const query = embed(images); // [B, d]
      const { loss: ofImages, logits } = infoNce(rowDot(query, keys), negatives(query), options); // [], [B, 1 + M]

      const { images: mixtures, share: λ } = mixed(images, options, random.fold("mixture"));
      const mixedQuery = embed(mixtures); // [B, d]
      const mixedNegatives = negatives(mixedQuery); // [B, M]
      const contrast = (positives: Tensor) => infoNce(rowDot(mixedQuery, positives), mixedNegatives, options).loss;
      // Un-Mix Algorithm 1: L = L(q, k) + λ L(q_mix, k) + (1 − λ) L(flip(q_mix), k), where flipping the keys is the same
      const ofMixtures = add(mul(contrast(keys), λ), mul(contrast(flip(keys, [0])), 1 - λ)); // []
      const behind = negativeIds && { queryIds: input.ids, negativeIds };
      return { loss: add(ofImages, ofMixtures), logits: detach(logits), behind };
    });
    const [{ logits, behind }] = parts as [(typeof parts)[number]];
    return {
      loss: sumAll(stack(parts.map(({ loss }) => loss))),
      metrics: { proxyTop1: div(sumAll(stack(parts.map((part) => proxyTop1(part.logits)))), parts.length) },
      contrast: () => ({ logits, realNegatives: logits.length(1) - 1, ...behind }),
      after,
    };
  },
});

/** Every image with the one in its place of the reversed batch: blended, or a box of that in it. */
function mixed(images: Tensor, options: { mixtureAlpha: number; globalMixtures: number }, random: Key) {
  const reversed = flip(images, [0]); // [B, C, H, W]
  const share = betaDraw(random.fold("share"), options.mixtureAlpha);
  if (random.fold("kind").uniform() >= options.globalMixtures)
    return cutMix(images, reversed, share, random.fold("box"));
  return { images: mixup(images, reversed, share), share };
}
