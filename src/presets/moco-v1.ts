// MoCo-v1: on CIFAR-10 beside the other methods, and its ImageNet recipe (He et al., CVPR 2020).
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function mocoV1Cifar10() {
  const { queueSize, encoderMomentum } = cifar10();
  return {
    ...onlyShared(cifar10()),
    preset: "moco-v1-cifar10",
    method: "moco-v1",
    headLayers: 1,
    temperature: 0.07,
    recipe: "moco-v1",
    cropScale: 0.2,
    queueSize,
    encoderMomentum,
    bnSplits: 1,
    inBatchNegatives: false,
    // Cosine, so that short runs end at a low rate too; MoCo's steps are in `moco-v1`.
    schedule: "cosine",
    lr: 0.06,
  } as const satisfies PretrainConfig;
}

export function mocoV1() {
  const { hardest, synthetic, syntheticWithQuery, mixingWarmup, ...imagenet } = imagenet1k();
  return {
    ...imagenet,
    preset: "moco-v1",
    method: "moco-v1",

    // One linear layer on the features, as the supervised net's classifier.
    headLayers: 1,
    temperature: 0.07,
    recipe: "moco-v1",
    // main_moco.py: a tenth at 120 and 160 of 200 epochs.
    schedule: "step",
    milestones: [120, 160],
  } as const satisfies PretrainConfig;
}
