// BYOL: on CIFAR-10 with heads and momentum for a short run, and its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function byolCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "byol-cifar10",
    method: "byol",
    recipe: "byol-small",
    cropScale: 0.2,
    // The published heads (4,096 and 256) scaled to an encoder of 128 features; ours, not published.
    embeddingSize: 128,
    headHidden: 512,
    headBatchNorm: true,
    predictorHidden: 512,
    // Shorter runs want a faster target: 0.97 for 40 epochs of ImageNet (appendix, code), about as many steps as here.
    encoderMomentum: 0.97,
    lr: 0.12,
    lrWarmup: 0.5,
  } as const satisfies PretrainConfig;
}

export function byolImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "byol-imagenet1k",
    method: "byol",
    recipe: "byol",
    cropScale: 0.08,
    // Grill et al. 2020, §3.3 and appendix.
    embeddingSize: 256,
    headHidden: 4096,
    headBatchNorm: true,
    predictorHidden: 4096,
    encoderMomentum: 0.996,
    epochs: 1000,
    batchSize: 4096,
    optimizer: "lars",
    lr: 3.2,
    weightDecay: 1.5e-6,
    lrWarmup: 10,
  } as const satisfies PretrainConfig;
}
