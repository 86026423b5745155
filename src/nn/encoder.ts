// Encoder: backbone and projection head, with the precision that the backbone computes in.
import { type Key, type Precision, phase, type Tensor, to, withPrecision } from "../tensor/index.ts";
import { type HeadOptions, ProjectionHead } from "./mlp-head.ts";
import { Layer } from "./module.ts";
import { ResNet, type ResNetOptions } from "./resnet.ts";

export class Encoder extends Layer {
  readonly backbone: ResNet;
  readonly projectionHead: ProjectionHead;
  /** Autocast of the backbone; the head and all that follows stay in float32 (they are cheap and set the logits). */
  precision: Precision = "fp32";
  readonly device: string = "cpu";

  constructor(backbone: ResNetOptions, head: Omit<HeadOptions, "hidden"> & { hidden?: number | undefined }, key: Key) {
    super();
    this.backbone = new ResNet(backbone, key.fold("backbone"));
    const hidden = head.hidden || this.backbone.featureSize;
    this.projectionHead = new ProjectionHead(this.backbone.featureSize, { ...head, hidden }, key.fold("head"));
  }

  /** Images `[B, 3, H, W]` → features `[B, D]` in float32: what is evaluated. */
  features(images: Tensor): Tensor {
    return this.inPrecision(() => this.backbone.forward(images));
  }

  /** Images `[B, 3, H, W]` → features of every place, `[B, D, h, w]`, in float32: what `features` is the mean of. */
  featureMap(images: Tensor): Tensor {
    return phase("encoder forward", () => this.inPrecision(() => this.backbone.map(images)));
  }

  /** Images `[B, 3, H, W]` → embedding `[B, d]` in float32: what is contrasted. */
  forward(images: Tensor): Tensor {
    const name = this.follows ? "key encoder forward" : "encoder forward";
    return phase(name, () => this.projectionHead.forward(this.features(images)));
  }

  private inPrecision(compute: () => Tensor): Tensor {
    return to(withPrecision(this.precision, this.device, compute), "float32");
  }
}
