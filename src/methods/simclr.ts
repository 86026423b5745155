// SimCLR: two views of each image find one another among all views of the batch; no queue, no momentum encoder.
// Chen et al., ICML 2020, arXiv 2002.05709 ("SimCLR").
// Shapes: B images, d embedding.
import { normalize, ntXent } from "../functional/index.ts";
import { count, inGroup, number } from "../options/option.ts";
import {
  add,
  arange,
  cat,
  detach,
  diagonal,
  eq,
  gt,
  logicalAnd,
  maskedFill,
  meanAll,
  narrow,
  remainder,
  type Tensor,
  to,
  topk,
  unbind,
  unsqueeze,
  withoutGradient,
} from "../tensor/index.ts";
import { proxyMetric } from "./contrast.ts";
import { type Contrast, createEncoder, defineMethod, twoViews } from "./method.ts";

const options = inGroup("SimCLR", {
  // 0.5: appendix B.9, CIFAR-10; 0.1 on ImageNet.
  temperature: number(0.5, { above: 0, flag: "--temperature", help: "τ, which divides all logits" }),
  bnSplits: count(1, { flag: "--bn-splits", value: "slices", help: "batch-norm statistics per slice of the batch" }),
});

export const simclr = defineMethod({
  name: "simclr",
  summary: "NT-Xent: the two views of an image against all other views of the batch",
  source: "Chen et al., ICML 2020 (arXiv 2002.05709)",
  defaultPreset: "simclr-cifar10",
  options,
  shows: [proxyMetric],

  views: ({ recipe }) => twoViews(recipe, "first", "second"),

  build: ({ options, encoder, random }) => ({
    encoder: createEncoder(encoder, options.bnSplits, random.fold("encoder")),
  }),

  step({ views, ids, modules: { encoder }, options }) {
    // One call for both views: their batch-norm statistics are those of all 2B images, as in the authors' code.
    const images = cat([views.first!.images, views.second!.images]); // [2B, 3, H, W]
    const embeddings = normalize(encoder.forward(images)); // [2B, d]
    const batch = views.first!.images.length(0);
    const [first, second] = [narrow(embeddings, 0, 0, batch), narrow(embeddings, 0, batch, batch)];
    // SimCLR Eq. (1): −log( exp(zᵢ·zⱼ/τ) / Σₖ≠ᵢ exp(zᵢ·zₖ/τ) ), over both directions of all pairs
    const { loss, logits } = ntXent(first, second, options); // [], [2B, 2B]
    return {
      loss,
      metrics: { proxyTop1: partnerTop1(detach(logits)) },
      contrast: () => contrastOfViews(detach(logits), ids),
    };
  },

  features: ({ encoder }, images) => encoder.features(images),
});

/** Share of views whose partner outranks all others; `logits` `[2B, 2B]` with −∞ on the diagonal. */
function partnerTop1(logits: Tensor): Tensor {
  return withoutGradient(() => {
    const [first, second] = unbind(topk(logits, 2, 1).values, 1); // [2B] each
    // Ties are misses, so that a collapsed encoder has 0.
    const isHit = logicalAnd(eq(first!, partnersOf(logits)), gt(first!, second!));
    return meanAll(to(isHit, "float32"));
  });
}

// Row r has its partner in column (r + B) mod 2B: [2B, 2B] → [2B]
function partnersOf(logits: Tensor): Tensor {
  const batch = logits.length(0) / 2;
  return cat([diagonal(logits, batch), diagonal(logits, -batch)]);
}

/** For monitors: the partner in front, and out of the others; `logits` `[2B, 2B]` with −∞ on the diagonal. */
function contrastOfViews(logits: Tensor, ids: Int32Array): Contrast {
  const batch = ids.length;
  const columns = arange(0, 2 * batch, { dtype: "int64" });
  const isPartner = eq(unsqueeze(remainder(add(columns, batch), 2 * batch), 1), columns); // [2B, 2B]
  const others = maskedFill(logits, isPartner, Number.NEGATIVE_INFINITY);
  return {
    logits: cat([unsqueeze(partnersOf(logits), 1), others], 1), // [2B, 1 + 2B]
    realNegatives: 2 * batch,
    queryIds: [...ids, ...ids],
    negativeIds: [ids, ids],
  };
}
