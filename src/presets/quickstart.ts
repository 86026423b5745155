// How far ten minutes go on two cores: CIFAR-10 by a wider, shallower net on images that grow.
import { cifar10 } from "./cifar10.ts";
import type { PretrainConfig } from "./preset.ts";

// The values that differ from cifar10 were screened in PyTorch, 90 seconds a run; the gains beside them are in points of
// linear top-1, and two points are noise there.
export function quickstart() {
  return {
    ...cifar10(),
    preset: "quickstart",

    // The dial. Epochs, width and schedule below are what it came to on two Zen 4 cores with bf16; they hold where --epochs
    // is given instead.
    minutes: 10,
    epochs: 14.64,
    lrWarmup: 0.73,
    mixingWarmup: 1,
    // +4: a step on 16 px costs a third of one on 32 px.
    resolutions: [
      { size: 16, until: 0.577 },
      { size: 24, until: 0.902 },
      { size: 32, until: 1 },
    ],

    // Half the blocks at twice the width: +5.
    arch: "resnet10",
    width: 32,

    // Batch norm in the head and the higher rate, with the Nesterov momentum and in-batch negatives of cifar10: about +4.
    headHidden: 256,
    headBatchNorm: true,
    lr: 0.2,
    decayNormsAndBiases: false,
  } as const satisfies PretrainConfig;
}
