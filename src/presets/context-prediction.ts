// Context prediction: on CIFAR-10 with patches that 32 px can hold, and the published patches on ImageNet.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function contextPredictionCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "context-prediction-cifar10",
    method: "context-prediction",
    recipe: "crop",
    cropScale: 0.9,
    // Patches of 8 px, 2 px apart, straying by 1 px: what 32 px have room for; ours, not published.
    patchGap: 0.25,
    patchJitter: 0.125,
    // The guard against lens errors for a few patches only: these images are photographs made many times smaller.
    colorDropping: 0.2,
    embeddingSize: 128,
    classifierHidden: 256,
    // Small batches: the task needs many steps, and 8 px cost little.
    batchSize: 64,
    lr: 0.05,
    lrWarmup: 0.2,
    nesterov: true,
  } as const satisfies PretrainConfig;
}

export function contextPredictionImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "context-prediction-imagenet1k",
    method: "context-prediction",
    recipe: "linear",
    cropScale: 0.08,
    // Doersch et al. 2015, §3: patches of 96 px, 48 px apart, straying by 7 px; here in proportion to what an image holds.
    imageSize: 400,
    patchGap: 0.5,
    patchJitter: 7 / 96,
    colorDropping: 1,
    embeddingSize: 4096,
    headLayers: 1,
    classifierHidden: 4096,
    // mmselfsup's ResNet-50: 40.4 linear top-1 after 70 epochs.
    epochs: 70,
    batchSize: 512,
    lr: 0.2,
    weightDecay: 1e-4,
    schedule: "step",
    milestones: [30, 50],
  } as const satisfies PretrainConfig;
}
