// SimCLR: on CIFAR-10 with the values of its appendix at our batch size, and its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function simclrCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "simclr-cifar10",
    method: "simclr",
    // Chen et al. 2020, appendix B.9: no blur, half the colour strength, temperature 0.5.
    recipe: "simclr-small",
    cropScale: 0.08,
    temperature: 0.5,
    headBatchNorm: true,
    // SGD instead of LARS, which is for batches above 1,024; ours, not published.
    lr: 0.12,
    lrWarmup: 0.5,
    bnSplits: 1,
  } as const satisfies PretrainConfig;
}

export function simclrImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "simclr-imagenet1k",
    method: "simclr",
    recipe: "simclr",
    cropScale: 0.08,
    temperature: 0.1,
    headHidden: 2048,
    headBatchNorm: true,
    // Chen et al. 2020, §2.2 and B.6: LARS, 0.3 · batch / 256, ten epochs of warm-up, decay 1e-6.
    epochs: 1000,
    batchSize: 4096,
    optimizer: "lars",
    lr: 4.8,
    weightDecay: 1e-6,
    lrWarmup: 10,
    bnSplits: 1,
  } as const satisfies PretrainConfig;
}
