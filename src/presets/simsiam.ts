// SimSiam: on CIFAR-10 with small heads, and its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function simsiamCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "simsiam-cifar10",
    method: "simsiam",
    recipe: "moco-v2-small",
    cropScale: 0.2,
    // The published head and predictor (2,048 and 512) scaled to an encoder of 128 features; ours, not published.
    embeddingSize: 256,
    headLayers: 2,
    headHidden: 256,
    headBatchNorm: true,
    predictorHidden: 64,
    // Learns twice as fast in the first epochs as at cifar10's 0.06.
    lr: 0.2,
    lrWarmup: 0.2,
  } as const satisfies PretrainConfig;
}

export function simsiamImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "simsiam-imagenet1k",
    method: "simsiam",
    // Chen & He 2021, §3 and appendix A; the augmentation is MoCo-v2's.
    recipe: "moco-v2",
    cropScale: 0.2,
    embeddingSize: 2048,
    headLayers: 3,
    headHidden: 2048,
    headBatchNorm: true,
    predictorHidden: 512,
    epochs: 100,
    batchSize: 512,
    lr: 0.1,
    weightDecay: 1e-4,
  } as const satisfies PretrainConfig;
}
