// ImageNet-100 with the talk's hyper-parameters: ResNet-50, 200 epochs, MoCHi (1024, 1024, 128).
import type { PretrainConfig } from "./preset.ts";

export function imagenet100() {
  return {
    preset: "imagenet100",
    method: "mochi",
    // torchvision's ImageFolder layout; the class list is that of CMC (Tian et al. 2020).
    data: "folder:./imagenet100",

    arch: "resnet50",
    width: 64,
    stem: "imagenet",
    // MoCo-v2 (Chen et al. 2020).
    embeddingSize: 128,
    headLayers: 2,
    headHidden: 0,
    headBatchNorm: false,
    imageSize: 224,
    recipe: "moco-v2",
    cropScale: 0.2,
    temperature: 0.2,

    // MoCHi (Kalantidis et al. 2020) for ImageNet-100.
    queueSize: 16_384,
    // MoCo (He et al. 2020).
    encoderMomentum: 0.999,
    // MoCo trains on 8 GPUs, each with batch statistics of its own.
    bnSplits: 8,
    inBatchNegatives: false,

    // One of the talk's two best rows on ImageNet-100: 79.0 top-1; no mixing during the first ten epochs.
    hardest: 1024,
    synthetic: 1024,
    syntheticWithQuery: 128,
    mixingWarmup: 10,

    epochs: 200,
    // The best documented match of the talk's MoCo-v2 baseline on ImageNet-100 (Wang & Isola 2020): batch 128, 0.03.
    batchSize: 128,
    optimizer: "sgd",
    lr: 0.03,
    // MoCo (He et al. 2020).
    optimizerMomentum: 0.9,
    nesterov: false,
    weightDecay: 1e-4,
    decayNormsAndBiases: true,
    schedule: "cosine",
    lrWarmup: 0,

    // kNN reads the whole training set: at each epoch it would cost a large part of the training.
    knnEvery: 10,
  } as const satisfies PretrainConfig;
}
