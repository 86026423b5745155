// i-Mix: queries are mixtures of two images of the batch, and so are their labels, one virtual class for each image.
// Lee et al., ICLR 2021, arXiv 2010.08887 ("i-Mix").
// Shapes: B batch, d embedding, M negatives.
import { betaDraw, mixedLabels } from "../functional/index.ts";
import {
  arange,
  argmax,
  div,
  eq,
  fromTypedArray,
  indexSelect,
  matmul,
  meanAll,
  permutation,
  reshape,
  stack,
  sumAll,
  type Tensor,
  t,
  to,
  withoutGradient,
} from "../tensor/index.ts";
import { mixup } from "./image-mixture.ts";
import { defineMethod } from "./method.ts";
import { type BaseModules, base, contrastOf, mixtureOptions } from "./mixture-base.ts";

export const imix = defineMethod<typeof mixtureOptions, BaseModules>({
  name: "imix",
  summary: "queries mixed from two images each, with labels mixed alike among the keys of the batch and the negatives",
  source: "Lee et al., ICLR 2021 (arXiv 2010.08887)",
  defaultPreset: "imix-cifar10",
  options: mixtureOptions,
  shows: [
    {
      name: "proxyTop1",
      label: "proxy",
      title: "Proxy accuracy",
      meaning: "How often the key of the image that a mixture has most of outranks all other keys.",
      isShare: true,
    },
  ],

  ...base,

  step(input) {
    const { ids, options, random } = input;
    const { contrasted, after } = contrastOf(input, undefined);
    const batch = ids.length;
    const partners = permutation(random.fold("partners"), batch);
    const shares = fromTypedArray(
      Float32Array.from(ids, (_, row) => {
        const share = betaDraw(random.fold("share").fold(row), options.mixtureAlpha);
        // The authors' code: an image is never the smaller part of its own mixture.
        return Math.max(share, 1 - share);
      }),
      [batch],
    ); // [B]
    const parts = contrasted.map(({ images, embed, keys, negatives }) => {
      const others = indexSelect(images, 0, fromTypedArray(partners, [batch])); // [B, C, H, W]
      const query = embed(mixup(images, others, reshape(shares, [batch, 1, 1, 1]))); // [B, d]
      // i-Mix Algorithm 1: L = λ CE(logits, i) + (1 − λ) CE(logits, r(i)), over the keys of the batch and the negatives
      return mixedLabels(matmul(query, t(keys)), negatives(query), { partners, shares }, options); // [], [B, B + M]
    });
    return {
      loss: sumAll(stack(parts.map(({ loss }) => loss))),
      metrics: { proxyTop1: div(sumAll(stack(parts.map(({ logits }) => ownTop1(logits)))), parts.length) },
      after,
    };
  },
});

/** Share of queries with their own key first; `[B, B + M]`. */
function ownTop1(logits: Tensor): Tensor {
  return withoutGradient(() => {
    const own = arange(0, logits.length(0), { dtype: "int64", device: logits.device }); // [B]
    return meanAll(to(eq(argmax(logits, 1), own), "float32"));
  });
}
