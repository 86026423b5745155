// CPC: on CIFAR-10 with patches of 8 px, and the patches and sizes of its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function cpcCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "cpc-cifar10",
    method: "cpc",
    recipe: "simclr-small",
    cropScale: 0.3,
    // CPC-v2, appendix: targets of 64, by one linear layer.
    embeddingSize: 64,
    headLayers: 1,
    lr: 0.06,
    lrWarmup: 0.1,
  } as const satisfies PretrainConfig;
}

export function cpcImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "cpc-imagenet1k",
    method: "cpc",
    // Hénaff et al. 2020: 7 × 7 patches of 80 px out of 260, targets of 64; Adam 4e-4 at a batch of 512.
    imageSize: 260,
    recipe: "simclr",
    cropScale: 0.3,
    embeddingSize: 64,
    headLayers: 1,
    epochs: 200,
    batchSize: 512,
    optimizer: "adam",
    optimizerMomentum: 0.8,
    lr: 4e-4,
    weightDecay: 1e-5,
  } as const satisfies PretrainConfig;
}
