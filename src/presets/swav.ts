// SwAV: on CIFAR-10 with few prototypes, and its ImageNet recipe for batches of 256.
import { cifar10 } from "./cifar10.ts";
import { imagenet1k } from "./imagenet1k.ts";
import { onlyShared, type PretrainConfig } from "./preset.ts";

export function swavCifar10() {
  return {
    ...onlyShared(cifar10()),
    preset: "swav-cifar10",
    method: "swav",
    recipe: "simclr-small",
    cropScale: 0.2,
    // Small crops of 16 px with a share of the image that still shows a thing at 32 px; ours, not published.
    smallCrops: 2,
    smallCropSize: 0.5,
    smallCropMin: 0.1,
    smallCropMax: 0.4,
    // As many prototypes as the batch can share out evenly, two images each; heads scaled to 128 features.
    prototypes: 128,
    temperature: 0.1,
    epsilon: 0.05,
    sinkhornIterations: 3,
    frozenEpochs: 0.1,
    queueSize: 0,
    embeddingSize: 128,
    headHidden: 512,
    headBatchNorm: true,
    // The loss hardly moves in the first epoch at 0.12.
    lr: 0.4,
    lrWarmup: 0.2,
  } as const satisfies PretrainConfig;
}

export function swavImagenet1k() {
  return {
    ...onlyShared(imagenet1k()),
    preset: "swav-imagenet1k",
    method: "swav",
    // SimCLR's augmentation at full strength, as in the authors' code.
    recipe: "simclr",
    cropScale: 0.14,
    smallCrops: 6,
    smallCropSize: 0.43,
    smallCropMin: 0.05,
    smallCropMax: 0.14,
    // The authors' swav_200ep_bs256_pretrain.sh.
    prototypes: 3000,
    temperature: 0.1,
    epsilon: 0.05,
    sinkhornIterations: 3,
    frozenEpochs: 1,
    queueSize: 3840,
    queueStart: 15,
    embeddingSize: 128,
    headHidden: 2048,
    headBatchNorm: true,
    epochs: 200,
    batchSize: 256,
    // differs from SwAV's code, whose LARC adapts biases and batch norm too and whose rate ends at a thousandth, because
    // LARS leaves these out here, as SimCLR and BYOL do, and the cosine ends at 0
    optimizer: "lars",
    lr: 0.6,
    weightDecay: 1e-6,
  } as const satisfies PretrainConfig;
}
