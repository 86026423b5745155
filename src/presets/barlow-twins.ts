// Barlow Twins: on CIFAR-10 with a small head, and its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function barlowTwinsCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "barlow-twins-cifar10",
    method: "barlow-twins",
    recipe: "byol-small",
    cropScale: 0.2,
    // The published head (8,192 throughout) scaled to an encoder of 128 features, and λ with it: fewer pairs of
    // dimensions weigh as much. SGD with a smaller loss instead of LARS. All ours, not published.
    embeddingSize: 512,
    headLayers: 2,
    headHidden: 512,
    headBatchNorm: true,
    offDiagonal: 0.01,
    lossScale: 0.024,
    lr: 0.06,
    lrWarmup: 0.2,
  } as const satisfies PretrainConfig;
}

export function barlowTwinsImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "barlow-twins-imagenet1k",
    method: "barlow-twins",
    // Zbontar et al. 2021, §2.2 and code; the augmentation is BYOL's.
    recipe: "byol",
    cropScale: 0.08,
    embeddingSize: 8192,
    headLayers: 3,
    headHidden: 8192,
    headBatchNorm: true,
    offDiagonal: 0.0051,
    lossScale: 0.024,
    epochs: 1000,
    batchSize: 2048,
    optimizer: "lars",
    lr: 1.6,
    weightDecay: 1e-6,
    lrWarmup: 10,
  } as const satisfies PretrainConfig;
}
