// Rotation prediction: every image is shown turned by 0°, 90°, 180° and 270°, and the encoder tells by how much.
// Gidaris et al., ICLR 2018, arXiv 1803.07728 ("RotNet").
// Shapes: B images.
import { fourRotations } from "../augment/index.ts";
import { crossEntropy } from "../tensor/index.ts";
import { createEncoder, defineMethod } from "./method.ts";
import { answersMetric, rightAnswers } from "./proxy-task.ts";

const turns = 4;

export const rotation = defineMethod({
  name: "rotation",
  summary: "tells by which of four right angles an image was turned",
  source: "Gidaris et al., ICLR 2018 (arXiv 1803.07728)",
  defaultPreset: "rotation-cifar10",
  options: {},
  shows: [answersMetric("the turn of a view is told right out of four")],

  // RotNet §2.2: all four copies of an image stand in one batch, which trained better than one of them at random.
  views: ({ recipe }) => ({ view: { recipe, derive: fourRotations() } }),

  build: ({ encoder, random }) => ({
    // RotNet §2.1: one linear layer from the features to the four turns.
    encoder: createEncoder({ ...encoder, headLayers: 1, embeddingSize: turns }, 1, random.fold("encoder")),
  }),

  step({ views, modules: { encoder } }) {
    const { images, targets } = views.view!; // [4B, 3, H, W], [4B]
    const logits = encoder.forward(images); // [4B, 4]
    // RotNet Eq. (3): L = −1/4 Σ_y log F^y(g(X | y)), meaned over the images
    const loss = crossEntropy(logits, targets!); // []
    return { loss, metrics: { top1: rightAnswers(logits, targets!) } };
  },

  features: ({ encoder }, images) => encoder.features(images),
});
