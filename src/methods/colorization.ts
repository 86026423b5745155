// Colourisation: from the lightness of an image predict the class of its colour at every place.
// Zhang et al., ECCV 2016, arXiv 1603.08511 ("Zhang").
// Shapes: B images, D features, h × w places of the feature map, Q classes of colours.
import { abGrid, lab, labRange } from "../augment/index.ts";
import { rebalancedCrossEntropy, rebalancingWeights, softEncode } from "../functional/index.ts";
import { count, inGroup, number } from "../options/option.ts";
import {
  adaptiveAvgPool2d,
  add,
  argmax,
  mul,
  permute,
  reshape,
  resizeBilinear,
  type Tensor,
  tensor,
  withoutGradient,
} from "../tensor/index.ts";
import { ColorPrior } from "./color-prior.ts";
import { createEncoder, defineMethod } from "./method.ts";
import { answersMetric, rightAnswers } from "./proxy-task.ts";

const options = inGroup("Colourisation", {
  abPitch: count(10, {
    min: 5,
    max: 60,
    flag: "--ab-pitch",
    value: "units",
    help: "side of a class of colours on the ab plane; 10 gives 260 classes, 20 gives 74",
  }),
  uniformShare: number(0.5, {
    above: 0,
    max: 1,
    flag: "--uniform-share",
    value: "share",
    help: "λ: how much of a uniform prior tempers the weights of rare colours; 1: all colours weigh the same",
  }),
});

// Zhang §2.1: a colour is shared by its 5 nearest classes, σ = 5 on a grid of 10.
const neighbours = 5;
const deviationShare = 0.5;

export const colorization = defineMethod({
  name: "colorization",
  summary: "predicts the class of the colour at every place from the lightness alone",
  source: "Zhang et al., ECCV 2016 (arXiv 1603.08511)",
  defaultPreset: "colorization-cifar10",
  options,
  shows: [answersMetric("the class of a place's colour is told right")],

  views: ({ recipe }) => ({
    lightness: { recipe, derive: lab("L") },
    color: { from: "lightness", derive: lab("ab") },
  }),

  build({ options, encoder, random }) {
    // differs from Zhang: 260 classes at their pitch, not 313, because no colour of sRGB falls into the others
    const classes = abGrid(options.abPitch); // [Q][2]
    return {
      // differs from Zhang: a ResNet, its head at every place, and no dilated VGG, because all methods share this encoder
      encoder: createEncoder({ ...encoder, channels: 1, embeddingSize: classes.length }, 1, random.fold("encoder")),
      prior: new ColorPrior(classes),
    };
  },

  step({ views, modules: { encoder, prior }, options }) {
    const map = encoder.featureMap(views.lightness!.images); // [B, D, h, w]
    // Zhang Fig. 2: colours are predicted at twice the resolution of the coarsest features, a quarter of the image at 32 px.
    const size = [2 * map.length(2), 2 * map.length(3)];
    const logits = encoder.projectionHead.forward(rowsOf(resizeBilinear(map, size, false))); // [4Bhw, Q]

    const targets = withoutGradient(() => {
      const colors = unscaled(rowsOf(adaptiveAvgPool2d(views.color!.images, size))); // [4Bhw, 2] a and b
      const deviation = deviationShare * options.abPitch;
      return softEncode(colors, prior.centers, { neighbours, deviation }); // [4Bhw, Q]
    });
    // Zhang Eq. (2)–(4): L = −Σ v(Z) Σ_q Z_q log Ẑ_q, v the weight of the place's class, heavier for rarer ones
    // differs from Zhang: p̃ is a running mean over batches, because counts made on ImageNet fit no other data
    const weights = withoutGradient(() => rebalancingWeights(prior.shares, options.uniformShare)); // [Q]
    const loss = rebalancedCrossEntropy(logits, targets, weights); // []
    return {
      loss,
      metrics: { top1: rightAnswers(logits, argmax(targets, 1)) },
      after: { needs: [targets], run: () => prior.update(targets) },
    };
  },

  features: ({ encoder }, images) => encoder.features(images),
  evaluationView: { derive: lab("L") },
});

// [B, C, H, W] → [B · H · W, C]
function rowsOf(maps: Tensor): Tensor {
  return reshape(permute(maps, [0, 2, 3, 1]), [-1, maps.length(1)]);
}

// What `lab` has scaled to [−1, 1], as a and b.
function unscaled(colors: Tensor): Tensor {
  const [center, half] = [labRange.center.slice(1), labRange.half.slice(1)].map((values) => tensor(values)) as [
    Tensor,
    Tensor,
  ];
  return add(mul(colors, half), center);
}
