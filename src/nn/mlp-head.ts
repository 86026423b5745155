// Multi-layer perceptrons: projection heads (MoCo-v1's single layer, SimCLR's two, SimSiam's three) and predictors.
import { type Key, relu, type Tensor } from "../tensor/index.ts";
import { BatchNorm } from "./batch-norm.ts";
import { Linear } from "./linear.ts";
import { Layer } from "./module.ts";

/** Batch norm behind the last layer, with or without a scale and shift of its own. */
export type OutputNorm = "affine" | "plain";

export interface HeadOptions {
  /** 1: linear; 2: linear, ReLU, linear; and so on. */
  layers: number;
  hidden: number;
  /** d, the size of the embedding. */
  outputs: number;
  /** Batch norm before each ReLU; the linear layers before it then have no bias. */
  hasBatchNorm: boolean;
  /** None unless given; the last linear layer then has no bias. */
  outputNorm?: OutputNorm | undefined;
}

export class ProjectionHead extends Layer {
  readonly hidden: Linear | undefined;
  readonly norm: BatchNorm | undefined;
  /** The hidden layers after the first. */
  readonly further: readonly Linear[];
  readonly furtherNorms: readonly BatchNorm[];
  readonly output: Linear;
  readonly outputNorm: BatchNorm | undefined;

  constructor(inputs: number, { layers, hidden, outputs, hasBatchNorm, outputNorm }: HeadOptions, key: Key) {
    super();
    const isDeep = layers > 1;
    const bias = { hasBias: !hasBatchNorm };
    const further = Array.from({ length: Math.max(0, layers - 2) }, (_, index) => index);
    this.hidden = isDeep ? new Linear(inputs, hidden, key.fold("hidden"), bias) : undefined;
    this.norm = isDeep && hasBatchNorm ? new BatchNorm(hidden) : undefined;
    this.further = further.map((index) => new Linear(hidden, hidden, key.fold("further").fold(index), bias));
    this.furtherNorms = hasBatchNorm ? further.map(() => new BatchNorm(hidden)) : [];
    this.output = new Linear(isDeep ? hidden : inputs, outputs, key.fold("output"), { hasBias: !outputNorm });
    this.outputNorm = outputNorm ? new BatchNorm(outputs, 1, outputNorm === "affine") : undefined;
  }

  /** Features `[B, D]` → embedding `[B, d]`, not yet of unit length. */
  forward(features: Tensor): Tensor {
    let x = features;
    if (this.hidden) {
      const hidden = this.hidden.forward(x); // [B, hidden]
      x = this.norm?.forward(hidden, { activation: "relu" }) ?? relu(hidden);
    }
    for (const [index, layer] of this.further.entries()) {
      const hidden = layer.forward(x); // [B, hidden]
      x = this.furtherNorms[index]?.forward(hidden, { activation: "relu" }) ?? relu(hidden);
    }
    const embedding = this.output.forward(x); // [B, d]
    return this.outputNorm?.forward(embedding) ?? embedding;
  }
}
