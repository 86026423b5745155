// Supervised classification, the ceiling: on CIFAR-10 beside the other methods, and torchvision's ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function supervisedCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "supervised-cifar10",
    method: "supervised",
    // Crops and flips alone: what the CIFAR recipes of ResNets use, with the crop resized instead of padded.
    recipe: "crop",
    cropScale: 0.4,
    // He et al. 2016, §4.2: 0.1 for batches of 128.
    lr: 0.1,
    nesterov: true,
  } as const satisfies PretrainConfig;
}

export function supervisedImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "supervised-imagenet1k",
    method: "supervised",
    recipe: "linear",
    cropScale: 0.08,
    // torchvision's references for ResNet-50: 76.1 top-1.
    epochs: 90,
    batchSize: 256,
    lr: 0.1,
    weightDecay: 1e-4,
    schedule: "step",
    milestones: [30, 60],
  } as const satisfies PretrainConfig;
}
