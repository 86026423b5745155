// Context prediction: from the patch in the middle and one of its neighbours, tell which of the eight neighbours it is.
// Doersch et al., ICCV 2015, arXiv 1505.05192 ("Doersch").
// Shapes: B images, d the embedding of a patch.
import { colorDropping, neighbourPatches } from "../augment/index.ts";
import { ProjectionHead } from "../nn/mlp-head.ts";
import { count, inGroup, number } from "../options/option.ts";
import { cat, crossEntropy, split } from "../tensor/index.ts";
import { createEncoder, defineMethod } from "./method.ts";
import { answersMetric, rightAnswers } from "./proxy-task.ts";

const neighbours = 8;

const options = inGroup("Context prediction", {
  patchGap: number(0.5, {
    min: 0,
    max: 2,
    flag: "--patch-gap",
    value: "share",
    help: "gap between patches as a share of their side, so that no edge runs on; 48 of 96 px",
  }),
  patchJitter: number(7 / 96, {
    min: 0,
    max: 1,
    flag: "--patch-jitter",
    value: "share",
    help: "how far a patch strays either way, as a share of its side; 7 of 96 px",
  }),
  colorDropping: number(1, {
    min: 0,
    max: 1,
    flag: "--color-dropping",
    value: "share",
    help: "patches that keep one colour channel, so that no lens error betrays their place",
  }),
  classifierHidden: count(4096, {
    flag: "--classifier-hidden",
    value: "size",
    help: "width of the layers that join the patches or frames",
  }),
});

export const contextPrediction = defineMethod({
  name: "context-prediction",
  summary: "tells from two patches which of eight neighbours the second is of the first",
  source: "Doersch et al., ICCV 2015 (arXiv 1505.05192)",
  defaultPreset: "context-prediction-cifar10",
  options,
  shows: [answersMetric("the place of a neighbouring patch is told right out of eight")],

  // Doersch §3.1: a gap, jitter and dropped colours, so that edges, textures and lens errors do not give the place away.
  // differs from Doersch: patches are not down-sampled and up again at random, because those of small images are too small
  views: ({ recipe, options: { patchGap: gap, patchJitter: jitter, colorDropping: probability } }) => ({
    patches: { recipe, derive: neighbourPatches({ gap, jitter }), steps: [colorDropping({ probability })] },
  }),

  build({ options, encoder, random }) {
    const shared = createEncoder(encoder, 1, random.fold("encoder"));
    // Doersch Fig. 3: fc7 and fc8 behind the joined fc6 of both patches, then the eight places.
    const shape = { layers: 3, hidden: options.classifierHidden, outputs: neighbours, hasBatchNorm: true };
    return {
      encoder: shared,
      classifier: new ProjectionHead(2 * encoder.embeddingSize, shape, random.fold("classifier")),
    };
  },

  step({ views, modules: { encoder, classifier } }) {
    const { images, targets } = views.patches!; // [2B, 3, h, w]: all centres, then a neighbour of each; [B]
    // One encoder for both (late fusion); one call, so that centres and neighbours share their batch statistics.
    const embeddings = encoder.forward(images); // [2B, d]
    const [centers, others] = split(embeddings, images.length(0) / 2) as [typeof embeddings, typeof embeddings];
    const logits = classifier.forward(cat([centers, others], 1)); // [B, 8]
    // Doersch §3: −log softmax(logits)_y over the eight places, y the neighbour that was cut
    const loss = crossEntropy(logits, targets!); // []
    return { loss, metrics: { top1: rightAnswers(logits, targets!) } };
  },

  features: ({ encoder }, images) => encoder.features(images),
});
