// Rotation prediction: on CIFAR-10 with its authors' optimisation, and the recipe of ResNet-50 on ImageNet.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function rotationCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "rotation-cifar10",
    method: "rotation",
    // Crops and flips, as the authors have; the crop is resized instead of padded.
    recipe: "crop",
    cropScale: 0.4,
    // The authors' code for CIFAR-10: batches of 128 images, each four times; theirs falls by steps over 200 epochs.
    batchSize: 128,
    lr: 0.1,
    nesterov: true,
  } as const satisfies PretrainConfig;
}

export function rotationImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "rotation-imagenet1k",
    method: "rotation",
    recipe: "linear",
    cropScale: 0.08,
    // mmselfsup's ResNet-50: 47.0 linear top-1 after 70 epochs.
    epochs: 70,
    batchSize: 128,
    lr: 0.2,
    weightDecay: 1e-4,
    nesterov: true,
    schedule: "step",
    milestones: [30, 50],
  } as const satisfies PretrainConfig;
}
