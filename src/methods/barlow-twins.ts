// Barlow Twins: the cross-correlation of the two views' embeddings is drawn to the identity; no negatives, no asymmetry.
// Zbontar et al., ICML 2021, arXiv 2103.03230 ("Barlow Twins").
// Shapes: B images, d embedding.
import { crossCorrelation, redundancyReduction } from "../functional/index.ts";
import { inGroup, number } from "../options/option.ts";
import { detach, diagonal, meanAll, mul, type Tensor } from "../tensor/index.ts";
import { createEncoder, defineMethod, twoViews } from "./method.ts";

const options = inGroup("Barlow Twins", {
  offDiagonal: number(0.0051, {
    min: 0,
    flag: "--off-diagonal",
    help: "λ, the weight of correlations between different dimensions",
  }),
  // The paper's code began with 0.024 at LARS rates of 0.2, and now writes the same as a rate of 0.0048 for what LARS
  // does not adapt, biases and batch norm: the rates of weights do not depend on the size of the loss.
  lossScale: number(1, {
    above: 0,
    flag: "--loss-scale",
    help: "factor of the loss; with LARS the rate of biases and batch norm beside that of weights, 0.024 published",
  }),
});

export const barlowTwins = defineMethod({
  name: "barlow-twins",
  summary: "draws the cross-correlation of two views' embeddings to the identity, without negatives",
  source: "Zbontar et al., ICML 2021 (arXiv 2103.03230)",
  defaultPreset: "barlow-twins-cifar10",
  options,
  shows: [
    {
      name: "correlation",
      label: "correlation",
      title: "Correlation of the two views",
      meaning: "Mean correlation of a dimension of one view's embedding with the same dimension of the other's.",
      isShare: false,
    },
  ],

  views: ({ recipe }) => twoViews(recipe, "first", "second"),

  build: ({ encoder, random }) => ({ encoder: createEncoder(encoder, 1, random.fold("encoder")) }),

  step({ views, modules: { encoder }, options }) {
    const [za, zb] = [views.first!, views.second!].map(({ images }) => encoder.forward(images)) as [Tensor, Tensor]; // [B, d]
    const correlation = crossCorrelation(za, zb); // [d, d]
    // Barlow-Twins Eq. (1): L = Σᵢ (1 − Cᵢᵢ)² + λ Σᵢ Σⱼ≠ᵢ Cᵢⱼ²
    const loss = redundancyReduction(correlation, options); // []
    return {
      loss: mul(loss, options.lossScale),
      metrics: { correlation: meanAll(diagonal(detach(correlation))) },
    };
  },

  features: ({ encoder }, images) => encoder.features(images),
});
