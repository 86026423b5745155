// CMC: on CIFAR-10 with fewer noise samples, and its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function cmcCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "cmc-cifar10",
    method: "cmc",
    recipe: "crop",
    cropScale: 0.2,
    bankLoss: "nce",
    bankNegatives: 4096,
    bankMomentum: 0.5,
    temperature: 0.07,
    lr: 0.06,
  } as const satisfies PretrainConfig;
}

export function cmcImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "cmc-imagenet1k",
    method: "cmc",
    recipe: "linear",
    cropScale: 0.08,
    // train_CMC.py: linear heads, 16,384 noise samples, a batch of 128; a tenth at 120, 160 and 200 of 240 epochs.
    headLayers: 1,
    bankLoss: "nce",
    bankNegatives: 16_384,
    bankMomentum: 0.5,
    temperature: 0.07,
    epochs: 240,
    batchSize: 128,
    lr: 0.03,
    weightDecay: 1e-4,
    schedule: "step",
    milestones: [120, 160, 200],
  } as const satisfies PretrainConfig;
}
