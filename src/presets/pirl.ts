// PIRL: on CIFAR-10 with MoCo-v2's small views, and its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function pirlCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "pirl-cifar10",
    method: "pirl",
    recipe: "moco-v2-small",
    cropScale: 0.2,
    bankLoss: "nce",
    bankNegatives: 4096,
    bankMomentum: 0.5,
    temperature: 0.1,
    jigsawShare: 0.5,
    lr: 0.06,
  } as const satisfies PretrainConfig;
}

export function pirlImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "pirl-imagenet1k",
    method: "pirl",
    recipe: "moco-v1",
    cropScale: 0.08,
    // Misra & van der Maaten 2020, §3.2, and vissl's pirl_jigsaw_4node_resnet50: linear heads, 32,000 noise samples.
    headLayers: 1,
    bankLoss: "nce",
    bankNegatives: 32_000,
    bankMomentum: 0.5,
    temperature: 0.07,
    jigsawShare: 0.5,
    epochs: 800,
    batchSize: 1024,
    lr: 0.12,
    weightDecay: 1e-4,
  } as const satisfies PretrainConfig;
}
