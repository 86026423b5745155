// Projection heads: linear (MoCo-v1) or a two-layer perceptron (SimCLR, MoCo-v2), with batch norm where asked for.
import { type Key, relu, type Tensor } from "../tensor/index.ts";
import { BatchNorm } from "./batch-norm.ts";
import { Linear } from "./linear.ts";
import { Layer } from "./module.ts";

export interface HeadOptions {
  /** 1: linear; 2: linear, ReLU, linear. */
  layers: number;
  hidden: number;
  /** d, the size of the embedding. */
  outputs: number;
  /** Batch norm before the ReLU; the first linear layer then has no bias. */
  hasBatchNorm: boolean;
}

export class ProjectionHead extends Layer {
  readonly hidden: Linear | undefined;
  readonly norm: BatchNorm | undefined;
  readonly output: Linear;

  constructor(inputs: number, { layers, hidden, outputs, hasBatchNorm }: HeadOptions, key: Key) {
    super();
    const isDeep = layers > 1;
    this.hidden = isDeep ? new Linear(inputs, hidden, key.fold("hidden"), { hasBias: !hasBatchNorm }) : undefined;
    this.norm = isDeep && hasBatchNorm ? new BatchNorm(hidden) : undefined;
    this.output = new Linear(isDeep ? hidden : inputs, outputs, key.fold("output"));
  }

  /** Features `[B, D]` → embedding `[B, d]`, not yet of unit length. */
  forward(features: Tensor): Tensor {
    if (!this.hidden) return this.output.forward(features);
    const hidden = this.hidden.forward(features); // [B, hidden]
    return this.output.forward(this.norm?.forward(hidden, { activation: "relu" }) ?? relu(hidden)); // [B, d]
  }
}
