// InstDis: on CIFAR-10 with its first augmentation, and its ImageNet recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function instdisCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "instdis-cifar10",
    method: "instdis",
    // The views of MoCo-v2 without blur, which teach more in a few epochs than the crop, grey and jitter of the paper's code.
    recipe: "moco-v2-small",
    cropScale: 0.2,
    bankLoss: "nce",
    bankNegatives: 4096,
    bankMomentum: 0.5,
    temperature: 0.1,
    proximal: 0,
    lr: 0.06,
  } as const satisfies PretrainConfig;
}

export function instdisImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "instdis-imagenet1k",
    method: "instdis",
    // lemniscate's main.py: MoCo-v1's augmentation and linear head come from here; a tenth at 120 and 160 epochs.
    recipe: "moco-v1",
    cropScale: 0.2,
    headLayers: 1,
    bankLoss: "nce",
    bankNegatives: 4096,
    bankMomentum: 0.5,
    temperature: 0.07,
    proximal: 0,
    epochs: 200,
    batchSize: 256,
    lr: 0.03,
    weightDecay: 1e-4,
    schedule: "step",
    milestones: [120, 160],
  } as const satisfies PretrainConfig;
}
