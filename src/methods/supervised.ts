// Supervised classification: cross-entropy on the classes, with the encoder and the loop of all other methods.
// He et al., CVPR 2016, arXiv 1512.03385 ("ResNet"), §3.4; the ceiling that the self-supervised methods are held against.
// Shapes: B batch, C classes.
import { InternalError } from "../errors.ts";
import { number } from "../options/option.ts";
import { argmax, crossEntropy, eq, meanAll, to, withoutGradient } from "../tensor/index.ts";
import { createEncoder, defineMethod } from "./method.ts";

const options = {
  labelSmoothing: number(0, {
    min: 0,
    below: 1,
    flag: "--label-smoothing",
    help: "share of the target that is spread over all classes",
  }),
};

const mean = 1;
const ignoresNone = -100;

export const supervised = defineMethod({
  name: "supervised",
  summary: "cross-entropy on the class labels: what the same encoder learns when it is told the answers",
  source: "He et al., CVPR 2016 (arXiv 1512.03385)",
  defaultPreset: "supervised-cifar10",
  options,
  needs: { labels: true },
  shows: [
    {
      name: "top1",
      label: "top-1",
      title: "Training accuracy",
      meaning: "How often the most likely class is the image's, on the training batches.",
      isShare: true,
    },
  ],

  views: ({ recipe }) => ({ view: { recipe } }),

  build({ encoder, data, random }) {
    if (data.classes === undefined) throw new InternalError("supervised: the data has no classes");
    // ResNet §3.4: one linear layer from the features to the classes, and no perceptron.
    const classifier = { ...encoder, headLayers: 1, embeddingSize: data.classes };
    return { encoder: createEncoder(classifier, 1, random.fold("encoder")) };
  },

  step({ views, labels, modules: { encoder }, options }) {
    const logits = encoder.forward(views.view!.images); // [B, C]
    // ResNet §3.4: −log softmax(logits)_y
    const loss = crossEntropy(logits, labels!, undefined, mean, ignoresNone, options.labelSmoothing); // []
    const top1 = withoutGradient(() => meanAll(to(eq(argmax(logits, 1), labels!), "float32"))); // []
    return { loss, metrics: { top1 } };
  },

  features: ({ encoder }, images) => encoder.features(images),
});
