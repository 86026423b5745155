// DINO: on CIFAR-10 with a small head and a fast teacher, and the authors' ResNet-50 recipe.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function dinoCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "dino-cifar10",
    method: "dino",
    recipe: "byol-small",
    cropScale: 0.2,
    // As SwAV's on CIFAR-10: small crops of 16 px. Ours, not published, as are the sizes below.
    smallCrops: 2,
    smallCropSize: 0.5,
    smallCropMin: 0.1,
    smallCropMax: 0.4,
    prototypes: 256,
    temperature: 0.1,
    teacherTemperature: 0.04,
    teacherTemperatureStart: 0.04,
    teacherTemperatureWarmup: 0,
    centerMomentum: 0.9,
    // A run of some thousand steps wants a faster teacher than the published 0.996.
    encoderMomentum: 0.97,
    frozenEpochs: 0.2,
    embeddingSize: 128,
    headHidden: 512,
    headBatchNorm: true,
    lr: 0.3,
    lrWarmup: 0.2,
  } as const satisfies PretrainConfig;
}

export function dinoImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "dino-imagenet1k",
    method: "dino",
    // BYOL's augmentation, as in the authors' code.
    recipe: "byol",
    // The authors' command for ResNet-50 on eight processors, 64 images each, and the defaults of their code.
    cropScale: 0.14,
    smallCrops: 8,
    smallCropSize: 0.43,
    smallCropMin: 0.05,
    smallCropMax: 0.14,
    prototypes: 65_536,
    temperature: 0.1,
    teacherTemperature: 0.04,
    teacherTemperatureStart: 0.04,
    teacherTemperatureWarmup: 0,
    centerMomentum: 0.9,
    encoderMomentum: 0.996,
    frozenEpochs: 1,
    embeddingSize: 256,
    headLayers: 3,
    headHidden: 2048,
    headBatchNorm: false,
    epochs: 100,
    batchSize: 512,
    // 0.03 · batch / 256
    lr: 0.06,
    weightDecay: 1e-4,
    decayNormsAndBiases: false,
    lrWarmup: 10,
    clipGradient: 3,
  } as const satisfies PretrainConfig;
}
