// How far ten minutes go on two cores: CIFAR-10 by a wider, shallower net on images that grow.
import { cifar10 } from "./cifar10.ts";
import type { PretrainConfig } from "./preset.ts";

// The values that differ from cifar10 were screened in PyTorch, 90 seconds a run; the gains beside them are in points of
// linear top-1, and two points are noise there.
export function quickstart() {
  return {
    ...cifar10(),
    preset: "quickstart",

    // The dial. Epochs, width and schedule below are what it came to on two cores of a Xeon with AMX in bf16; they hold where --epochs
    // is given instead.
    minutes: 10,
    epochs: 19.04,
    lrWarmup: 0.95,
    mixingWarmup: 1,
    // +4: a step on 16 px costs a third of one on 32 px.
    resolutions: [
      { size: 16, until: 0.5087 },
      { size: 24, until: 0.8802 },
      { size: 32, until: 1 },
    ],

    // Half the blocks at twice the width: +5.
    arch: "resnet10",
    width: 32,

    // Batch norm in the head, with the Nesterov momentum and in-batch negatives of cifar10 and a higher rate: about +4.
    headHidden: 256,
    headBatchNorm: true,
    // Four times the steps: +3.4 on held-out training images in 2.5 minutes, although each image costs a fifth more
    // (experiments/speedrun).
    batchSize: 64,
    lr: 0.1,
    decayNormsAndBiases: false,
  } as const satisfies PretrainConfig;
}
