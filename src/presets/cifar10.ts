// CIFAR-10 on a laptop: a narrow ResNet-18, ten epochs, mixing a small part of a small queue.
import type { PretrainConfig } from "./preset.ts";

export function cifar10() {
  return {
    preset: "cifar10",
    method: "mochi",
    data: "cifar10",

    // MoCo's CIFAR demo: ResNet-18 with a 3×3 stem and no pooling; a quarter of its width, so that ten epochs take
    // some twelve minutes on two cores.
    arch: "resnet18",
    width: 16,
    stem: "cifar",
    embeddingSize: 128,
    // MoCo-v2 (Chen et al. 2020): two layers, hidden ones as wide as the features, no batch norm.
    headLayers: 2,
    headHidden: 0,
    headBatchNorm: false,

    imageSize: 32,
    // MoCo-v2's recipe without its blur, which at 32 px removes what there is to see (MoCo's CIFAR demo leaves it out).
    recipe: "moco-v2-small",
    // 0.3 instead of MoCo-v2's 0.2, in-batch negatives and Nesterov, together: +1.2 of linear top-1 on held-out training
    // images (experiments/cifar10).
    cropScale: 0.3,

    // MoCo's CIFAR demo: queue and momentum; the temperature is MoCo-v2's.
    queueSize: 4096,
    encoderMomentum: 0.99,
    temperature: 0.2,
    // The demo's eight splits cost a fifth of the rate and 1.4 points of kNN at this length: experiments/cifar10.
    bnSplits: 1,
    inBatchNegatives: true,

    // N a sixteenth of the queue, as 1,024 of 16,384 in the talk; s and s′ scaled alike. Ours, not published.
    hardest: 256,
    synthetic: 256,
    syntheticWithQuery: 64,
    // From the second epoch: the first fills the queue with real keys.
    mixingWarmup: 1,

    // MoCo's CIFAR demo: rate and decay, there for a batch of 512.
    epochs: 10,
    batchSize: 256,
    optimizer: "sgd",
    lr: 0.06,
    optimizerMomentum: 0.9,
    nesterov: true,
    weightDecay: 5e-4,
    decayNormsAndBiases: true,
    schedule: "cosine",
    lrWarmup: 0,
  } as const satisfies PretrainConfig;
}
