// Colourisation: on CIFAR-10 with coarser classes of colours, and its authors' optimisation on ImageNet.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function colorizationCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "colorization-cifar10",
    method: "colorization",
    recipe: "crop",
    cropScale: 0.4,
    // 74 classes: 50,000 images of 32 px say little of the rarest of 260. Ours, not published.
    abPitch: 20,
    uniformShare: 0.5,
    headHidden: 128,
    headBatchNorm: true,
    batchSize: 128,
    lr: 0.1,
    lrWarmup: 0.2,
    nesterov: true,
  } as const satisfies PretrainConfig;
}

export function colorizationImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "colorization-imagenet1k",
    method: "colorization",
    recipe: "linear",
    cropScale: 0.08,
    abPitch: 10,
    uniformShare: 0.5,
    headHidden: 256,
    headBatchNorm: true,
    // Zhang et al. 2016, §3 and code: Adam at 3e-5, decay 1e-3, some 500,000 steps of 40 images, a fall after 215,000.
    optimizer: "adam",
    lr: 3e-5,
    weightDecay: 1e-3,
    batchSize: 40,
    epochs: 16,
    schedule: "step",
    milestones: [7, 13],
  } as const satisfies PretrainConfig;
}
