// ResNet (He et al., CVPR 2016, arXiv 1512.03385) with torchvision's parameter names, a width and a choice of stem.
import { adaptiveAvgPool2d, flatten, type Key, maxPool2d, type Tensor } from "../tensor/index.ts";
import { BatchNorm } from "./batch-norm.ts";
import { Conv2d } from "./conv.ts";
import { inTurn, Layer, Sequential } from "./module.ts";

export const architectures = ["resnet10", "resnet18", "resnet34", "resnet50"] as const;
export type Architecture = (typeof architectures)[number];
export type Stem = "cifar" | "imagenet";

export interface ResNetOptions {
  arch: Architecture;
  /** Channels of the first stage; 64 as published, stages double it. */
  width: number;
  /** `imagenet`: 7×7 stride 2 and max-pooling; `cifar`: 3×3 stride 1, for images of about 32 px. */
  stem: Stem;
  /** Slices of the batch with batch-norm statistics of their own. */
  bnSplits: number;
  /** Colour channels of the images; 3 unless given. */
  channels?: number | undefined;
}

// Blocks per stage and channel expansion. ResNet-10 has one basic block a stage: not in the paper, of use on small images.
const plans: Record<Architecture, { blocks: readonly [number, number, number, number]; isBottleneck: boolean }> = {
  resnet10: { blocks: [1, 1, 1, 1], isBottleneck: false },
  resnet18: { blocks: [2, 2, 2, 2], isBottleneck: false },
  resnet34: { blocks: [3, 4, 6, 3], isBottleneck: false },
  resnet50: { blocks: [3, 4, 6, 3], isBottleneck: true },
};

/** Backbone: images `[B, C, H, W]` to features `[B, D]`, D = 8 · width (32 · width for ResNet-50). */
export class ResNet extends Layer {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm;
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly stem: Stem;
  readonly featureSize: number;

  constructor({ arch, width, stem, bnSplits, channels: inputChannels = 3 }: ResNetOptions, key: Key) {
    super();
    const { blocks, isBottleneck } = plans[arch];
    const Block = isBottleneck ? Bottleneck : BasicBlock;
    this.stem = stem;
    this.conv1 = new Conv2d(
      inputChannels,
      width,
      key.fold("conv1"),
      stem === "imagenet" ? { kernel: 7, stride: 2, padding: 3 } : { kernel: 3, padding: 1 },
    );
    this.bn1 = new BatchNorm(width, bnSplits);
    let inputs = width;
    const stage = (index: number, count: number) => {
      const channels = width * 2 ** index;
      const stageKey = key.fold(`layer${index + 1}`);
      const layers = Array.from({ length: count }, (_, block) => {
        const stride = block === 0 && index > 0 ? 2 : 1;
        const layer = new Block(inputs, channels, stride, stageKey.fold(block), bnSplits);
        inputs = channels * Block.expansion;
        return layer;
      });
      return new Sequential(layers);
    };
    this.layer1 = stage(0, blocks[0]);
    this.layer2 = stage(1, blocks[1]);
    this.layer3 = stage(2, blocks[2]);
    this.layer4 = stage(3, blocks[3]);
    this.featureSize = inputs;
  }

  forward(images: Tensor): Tensor {
    return flatten(adaptiveAvgPool2d(this.map(images), 1), 1); // [B, D]
  }

  /** What is pooled: images `[B, C, H, W]` to `[B, D, H/8, W/8]`, or `[B, D, H/32, W/32]` with the ImageNet stem. */
  map(images: Tensor): Tensor {
    const stages = [this.layer1, this.layer2, this.layer3, this.layer4];
    return inTurn([(x) => this.stemOf(x), ...stages.map((stage) => (x: Tensor) => stage.forward(x))], images);
  }

  private stemOf(images: Tensor): Tensor {
    const x = this.bn1.forward(this.conv1.forward(images), { activation: "relu" }); // [B, width, H, W] or [B, width, H/2, W/2]
    return this.stem === "imagenet" ? maxPool2d(x, 3, 2, 1) : x; // [B, width, H/4, W/4] or [B, width, H, W]
  }
}

class BasicBlock extends Layer {
  static readonly expansion = 1;
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm;
  readonly downsample: Sequential | undefined;

  constructor(inputs: number, channels: number, stride: number, key: Key, bnSplits: number) {
    super();
    this.conv1 = new Conv2d(inputs, channels, key.fold("conv1"), { kernel: 3, stride, padding: 1 });
    this.bn1 = new BatchNorm(channels, bnSplits);
    this.conv2 = new Conv2d(channels, channels, key.fold("conv2"), { kernel: 3, padding: 1 });
    this.bn2 = new BatchNorm(channels, bnSplits);
    this.downsample = shortcut(inputs, channels, stride, key, bnSplits);
  }

  forward(x: Tensor): Tensor {
    const inner = this.bn1.forward(this.conv1.forward(x), { activation: "relu" });
    const residual = this.downsample?.forward(x) ?? x;
    return this.bn2.forward(this.conv2.forward(inner), { residual, activation: "relu" });
  }
}

class Bottleneck extends Layer {
  static readonly expansion = 4;
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm;
  readonly downsample: Sequential | undefined;

  constructor(inputs: number, channels: number, stride: number, key: Key, bnSplits: number) {
    super();
    const outputs = channels * Bottleneck.expansion;
    this.conv1 = new Conv2d(inputs, channels, key.fold("conv1"), { kernel: 1 });
    this.bn1 = new BatchNorm(channels, bnSplits);
    // The stride sits on the 3×3, as in torchvision ("ResNet v1.5"), not on the first 1×1 as in the paper.
    this.conv2 = new Conv2d(channels, channels, key.fold("conv2"), { kernel: 3, stride, padding: 1 });
    this.bn2 = new BatchNorm(channels, bnSplits);
    this.conv3 = new Conv2d(channels, outputs, key.fold("conv3"), { kernel: 1 });
    this.bn3 = new BatchNorm(outputs, bnSplits);
    this.downsample = shortcut(inputs, outputs, stride, key, bnSplits);
  }

  forward(x: Tensor): Tensor {
    const reduced = this.bn1.forward(this.conv1.forward(x), { activation: "relu" });
    const inner = this.bn2.forward(this.conv2.forward(reduced), { activation: "relu" });
    const residual = this.downsample?.forward(x) ?? x;
    return this.bn3.forward(this.conv3.forward(inner), { residual, activation: "relu" });
  }
}

function shortcut(inputs: number, outputs: number, stride: number, key: Key, bnSplits: number): Sequential | undefined {
  if (inputs === outputs && stride === 1) return undefined;
  const projection = new Conv2d(inputs, outputs, key.fold("downsample"), { kernel: 1, stride });
  return new Sequential([projection, new BatchNorm(outputs, bnSplits)]);
}
