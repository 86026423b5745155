// VICReg: on CIFAR-10 with a small expander, and its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function vicregCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "vicreg-cifar10",
    method: "vicreg",
    recipe: "byol-small",
    cropScale: 0.2,
    // The published expander (8,192 throughout) scaled to an encoder of 128 features; SGD instead of LARS. Ours.
    embeddingSize: 512,
    headLayers: 2,
    headHidden: 512,
    headBatchNorm: true,
    lr: 0.03,
    lrWarmup: 0.2,
  } as const satisfies PretrainConfig;
}

export function vicregImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "vicreg-imagenet1k",
    method: "vicreg",
    // Bardes et al. 2022, §4.2 and code; the augmentation is BYOL's.
    recipe: "byol",
    cropScale: 0.08,
    embeddingSize: 8192,
    headLayers: 3,
    headHidden: 8192,
    headBatchNorm: true,
    invarianceWeight: 25,
    varianceWeight: 25,
    covarianceWeight: 1,
    epochs: 1000,
    batchSize: 2048,
    optimizer: "lars",
    lr: 1.6,
    weightDecay: 1e-6,
    lrWarmup: 10,
  } as const satisfies PretrainConfig;
}
