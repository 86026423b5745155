// CPC: on CIFAR-10 with patches of 8 px, and its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function cpcCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "cpc-cifar10",
    method: "cpc",
    // Crops and flips alone: with colours of their own, patches of 8 px are hardly to be told apart at first.
    recipe: "crop",
    cropScale: 0.3,
    // CPC-v2, appendix: targets of 64, by one linear layer.
    embeddingSize: 64,
    headLayers: 1,
    // Adam, as published; rate and batch are ours, for a short run of a step that costs some five times that of MoCo.
    optimizer: "adam",
    batchSize: 128,
    lr: 2e-3,
    weightDecay: 1e-5,
  } as const satisfies PretrainConfig;
}

export function cpcImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "cpc-imagenet1k",
    method: "cpc",
    // van den Oord et al. 2018, §3.3: 7 × 7 patches of 64 px out of 256, Adam at 2e-4, a batch of 512 over 32 GPUs.
    imageSize: 256,
    recipe: "simclr",
    cropScale: 0.3,
    batchSize: 512,
    optimizer: "adam",
    lr: 2e-4,
    // Hénaff et al. 2020, appendix: targets of 64, by one linear layer.
    embeddingSize: 64,
    headLayers: 1,
    epochs: 200,
    weightDecay: 1e-5,
  } as const satisfies PretrainConfig;
}
