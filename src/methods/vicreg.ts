// VICReg: the views' embeddings agree, every dimension keeps its variance, and no two dimensions covary; no negatives.
// Bardes et al., ICLR 2022, arXiv 2105.04906 ("VICReg").
// Shapes: B images, d embedding.
import { vicregTerms } from "../functional/index.ts";
import { inGroup, number } from "../options/option.ts";
import { add, detach, mul, rsub, type Tensor } from "../tensor/index.ts";
import { createEncoder, defineMethod, twoViews } from "./method.ts";

const weight = (value: number, flag: string, help: string) => number(value, { min: 0, flag, help });

const options = inGroup("VICReg", {
  invarianceWeight: weight(25, "--invariance-weight", "λ, the weight of the distance between the views"),
  varianceWeight: weight(25, "--variance-weight", "μ, the weight of deviations below 1"),
  covarianceWeight: weight(1, "--covariance-weight", "ν, the weight of covariances between dimensions"),
});

export const vicreg = defineMethod({
  name: "vicreg",
  summary: "views agree, each dimension keeps its variance, different dimensions do not covary; no negatives",
  source: "Bardes et al., ICLR 2022 (arXiv 2105.04906)",
  defaultPreset: "vicreg-cifar10",
  options,
  shows: [
    {
      name: "deviation",
      label: "deviation",
      title: "Deviation of the embedding",
      meaning:
        "Mean standard deviation of the embedding's dimensions over the batch, each counted up to 1; 0 is collapse.",
      isShare: false,
    },
  ],

  views: ({ recipe }) => twoViews(recipe, "first", "second"),

  build: ({ encoder, random }) => ({ encoder: createEncoder(encoder, 1, random.fold("encoder")) }),

  step({ views, modules: { encoder }, options: { invarianceWeight: λ, varianceWeight: μ, covarianceWeight: ν } }) {
    const [z1, z2] = [views.first!, views.second!].map(({ images }) => encoder.forward(images)) as [Tensor, Tensor]; // [B, d]
    const { invariance: s, variance: v, covariance: c } = vicregTerms(z1, z2); // [] each
    // VICReg Eq. (6): L = λ s(Z, Z′) + μ [v(Z) + v(Z′)] + ν [c(Z) + c(Z′)]
    const loss = add(add(mul(s, λ), mul(v, μ)), mul(c, ν)); // []
    return {
      loss,
      metrics: { invariance: detach(s), deviation: rsub(detach(v), 1), covariance: detach(c) },
    };
  },

  features: ({ encoder }, images) => encoder.features(images),
});
