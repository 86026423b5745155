// Un-Mix on MoCo-v2: on CIFAR-10, and its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function unmixCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "unmix-cifar10",
    method: "unmix",
    base: "moco-v2",
    // MoCo's values of the cifar10 preset.
    queueSize: 4096,
    encoderMomentum: 0.99,
    temperature: 0.2,
    bnSplits: 1,
    mixtureAlpha: 1,
    globalMixtures: 0.5,
  } as const satisfies PretrainConfig;
}

export function unmixImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "unmix-imagenet1k",
    method: "unmix",
    base: "moco-v2",
    // The authors' run.sh: MoCo-v2's own values, 200 epochs.
    queueSize: 65_536,
    encoderMomentum: 0.999,
    temperature: 0.2,
    bnSplits: 8,
    mixtureAlpha: 1,
    globalMixtures: 0.5,
  } as const satisfies PretrainConfig;
}
