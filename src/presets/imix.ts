// i-Mix on MoCo-v2: on CIFAR-10, and its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function imixCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "imix-cifar10",
    method: "imix",
    base: "moco-v2",
    // The authors' run.sh for CIFAR-10: batch norm in the head, queue 4,096, temperature 0.2, Beta(1, 1); its 4,000
    // epochs have a momentum of 0.999, a short run wants the cifar10 preset's.
    headBatchNorm: true,
    queueSize: 4096,
    encoderMomentum: 0.99,
    temperature: 0.2,
    bnSplits: 1,
    mixtureAlpha: 1,
  } as const satisfies PretrainConfig;
}

export function imixImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "imix-imagenet1k",
    method: "imix",
    base: "moco-v2",
    // The authors' run.sh for ImageNet, 800 epochs.
    queueSize: 65_536,
    encoderMomentum: 0.999,
    temperature: 0.2,
    bnSplits: 8,
    mixtureAlpha: 0.2,
    epochs: 800,
    batchSize: 512,
    lr: 0.03,
  } as const satisfies PretrainConfig;
}
