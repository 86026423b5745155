// BYOL: an online network predicts what a slowly moving target network makes of the other view; there are no negatives.
// Grill et al., NeurIPS 2020, arXiv 2006.07733 ("BYOL").
// Shapes: B images, d embedding.
import { cosineRegression, momentumSchedule } from "../functional/index.ts";
import { ProjectionHead } from "../nn/mlp-head.ts";
import { momentumOf } from "../nn/module.ts";
import { count, inGroup, number } from "../options/option.ts";
import { add, detach, div, rsub, withoutGradient } from "../tensor/index.ts";
import { createEncoder, defineMethod, twoViews } from "./method.ts";

const options = inGroup("BYOL", {
  encoderMomentum: number(0.99, {
    min: 0,
    max: 1,
    flag: "--encoder-momentum",
    help: "momentum of the target network at the start; it rises to 1 over the run",
  }),
  predictorHidden: count(256, {
    flag: "--predictor-hidden",
    value: "size",
    help: "width of the predictor's hidden layer; 4,096 for ImageNet",
  }),
});

export const byol = defineMethod({
  name: "byol",
  summary: "predicts a slowly moving copy's embedding of the other view, without negatives",
  source: "Grill et al., NeurIPS 2020 (arXiv 2006.07733)",
  defaultPreset: "byol-cifar10",
  options,
  shows: [
    {
      name: "similarity",
      label: "similarity",
      title: "Similarity of prediction and target",
      meaning: "Mean cosine between the online network's prediction and the target of the other view.",
      isShare: false,
    },
  ],

  views: ({ recipe }) => twoViews(recipe, "first", "second"),

  build({ options, encoder, random }) {
    const online = createEncoder(encoder, 1, random.fold("encoder"));
    const { embeddingSize: size } = encoder;
    const shape = { layers: 2, hidden: options.predictorHidden, outputs: size, hasBatchNorm: true };
    return {
      encoder: online,
      predictor: new ProjectionHead(size, shape, random.fold("predictor")),
      // BYOL Eq. (1): ξ ← τ ξ + (1 − τ) θ, moved by the training loop after each optimiser step.
      // differs from BYOL's code, whose target starts from another draw: a copy, as in the paper's other moving averages
      target: momentumOf(online, (share) => momentumSchedule(share, options.encoderMomentum)),
    };
  },

  step({ views, modules: { encoder, predictor, target } }) {
    const [first, second] = [views.first!.images, views.second!.images]; // [B, 3, H, W]
    const predictions = [first, second].map((images) => predictor.forward(encoder.forward(images))); // 2 × [B, d]
    // sg(z′): no gradient reaches the target network.
    const targets = withoutGradient(() => [first, second].map((images) => target.forward(images))); // 2 × [B, d]

    // BYOL Eq. (2), symmetric: L = ‖p̄₁ − z̄′₂‖² + ‖p̄₂ − z̄′₁‖²
    const loss = add(cosineRegression(predictions[0]!, targets[1]!), cosineRegression(predictions[1]!, targets[0]!)); // []
    // Each of the two terms is 2 − 2 cos.
    return { loss, metrics: { similarity: rsub(div(detach(loss), 4), 1) } };
  },

  features: ({ encoder }, images) => encoder.features(images),
});
