// SimSiam: each view's prediction meets the other view's projection, whose gradient is stopped; no negatives, no momentum.
// Chen & He, CVPR 2021, arXiv 2011.10566 ("SimSiam").
// Shapes: B images, d embedding.
import { cosineRegression } from "../functional/index.ts";
import { ProjectionHead } from "../nn/mlp-head.ts";
import { count, inGroup } from "../options/option.ts";
import { add, detach, div, neg, sub, type Tensor } from "../tensor/index.ts";
import { createEncoder, defineMethod, twoViews } from "./method.ts";

const options = inGroup("SimSiam", {
  // A quarter of d, a bottleneck; as wide as d it costs a point, and a predictor of one layer learns nothing (appendix B).
  predictorHidden: count(512, {
    flag: "--predictor-hidden",
    value: "size",
    help: "width of the predictor's hidden layer; 512 for ImageNet",
  }),
});

export const simsiam = defineMethod({
  name: "simsiam",
  summary: "predicts its own embedding of the other view, behind a stop-gradient; no negatives, no momentum network",
  source: "Chen & He, CVPR 2021 (arXiv 2011.10566)",
  defaultPreset: "simsiam-cifar10",
  options,
  shows: [
    {
      name: "similarity",
      label: "similarity",
      title: "Similarity of prediction and target",
      meaning: "Mean cosine between a view's prediction and the other view's embedding.",
      isShare: false,
    },
  ],

  views: ({ recipe }) => twoViews(recipe, "first", "second"),

  build({ options, encoder, random }) {
    const { embeddingSize: size } = encoder;
    const shape = { layers: 2, hidden: options.predictorHidden, outputs: size, hasBatchNorm: true };
    return {
      // SimSiam's code: batch norm behind the projection too, without a scale and shift of its own.
      encoder: createEncoder({ ...encoder, headOutputNorm: "plain" }, 1, random.fold("encoder")),
      // differs from SimSiam's code, where the predictor's rate does not decay, because a run has one schedule; Table 1 of
      // the paper has 67.7 this way, and 68.1 without the decay
      predictor: new ProjectionHead(size, shape, random.fold("predictor")),
    };
  },

  step({ views, modules: { encoder, predictor } }) {
    const [z1, z2] = [views.first!, views.second!].map(({ images }) => encoder.forward(images)) as [Tensor, Tensor]; // [B, d]
    const [p1, p2] = [predictor.forward(z1), predictor.forward(z2)]; // [B, d]

    // SimSiam Eq. (4): L = ½ D(p₁, stopgrad(z₂)) + ½ D(p₂, stopgrad(z₁))
    const loss = div(add(negativeCosine(p1, detach(z2)), negativeCosine(p2, detach(z1))), 2); // []
    return { loss, metrics: { similarity: neg(detach(loss)) } };
  },

  features: ({ encoder }, images) => encoder.features(images),
});

/** `[B, d]`, `[B, d]` → `[]`: −1 for the same directions. */
function negativeCosine(p: Tensor, z: Tensor): Tensor {
  // SimSiam Eq. (1): D(p, z) = −p/‖p‖ · z/‖z‖, half of ‖p̄ − z̄‖² less one
  return sub(div(cosineRegression(p, z), 2), 1);
}
