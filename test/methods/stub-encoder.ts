// An encoder without batch norm or hidden layers, embedding = W · pixels: its momentum contrast is worked out in loops.

import { Queue } from "../../src/methods/queue.ts";
import type { Encoder } from "../../src/nn/encoder.ts";
import { Linear } from "../../src/nn/linear.ts";
import { Layer, momentumOf, parameter } from "../../src/nn/module.ts";
import {
  flatten,
  linear,
  mean,
  mul_,
  normal,
  type Parameter,
  randomKey,
  type Tensor,
  withoutGradient,
} from "../../src/tensor/index.ts";
import { rowsOf } from "../functional/points.ts";

class StubEncoder extends Layer {
  /** `[d, pixels]` */
  readonly weight: Parameter;

  constructor(embeddingSize: number, pixels: number) {
    super();
    this.weight = parameter(normal(randomKey(11), [embeddingSize, pixels]));
  }

  forward(images: Tensor): Tensor {
    return linear(flatten(images, 1), this.weight);
  }
}

/** An encoder to embeddings of size 4, for images of so many values, `[B, 3, 2, 2]`; its weights times `scale`. */
export function stubEncoder(scale = 1, pixels = 12): Encoder & { weight: Parameter } {
  const encoder = new StubEncoder(4, pixels);
  withoutGradient(() => mul_(encoder.weight, scale));
  return encoder as unknown as Encoder & { weight: Parameter };
}

class StubCropEncoder extends Layer {
  readonly projectionHead = new Linear(3, 4, randomKey(16));

  /** `[B, 3, H, W]` → `[B, 3]` */
  features(images: Tensor): Tensor {
    return mean(images, [2, 3]);
  }

  forward(images: Tensor): Tensor {
    return this.projectionHead.forward(this.features(images));
  }
}

/** An encoder to embeddings of size 4, for images of any size: one linear layer on their mean colour. */
export function stubCropEncoder(): Encoder & { projectionHead: Linear } {
  return new StubCropEncoder() as unknown as Encoder & { projectionHead: Linear };
}

/** Encoder, momentum copy and queue of keys of size 4, for images `[B, 3, 2, 2]`. */
export function stubModules(queueSize: number, kept?: { hasLabels: boolean }) {
  const encoder = stubEncoder();
  return { encoder, keyEncoder: momentumOf(encoder, 0.9), queue: new Queue(queueSize, 4, randomKey(12), kept) };
}

/** Two views of three images. */
export function stubViews() {
  return {
    query: { images: normal(randomKey(13), [3, 3, 2, 2]) },
    key: { images: normal(randomKey(14), [3, 3, 2, 2]) },
  };
}

/** Unit embeddings in plain numbers. */
export function slowEmbeddings(weight: Tensor, images: Tensor): number[][] {
  const flat = images.toNumbers();
  const pixels = flat.length / images.length(0);
  return Array.from({ length: images.length(0) }, (_, image) => {
    const x = flat.slice(image * pixels, (image + 1) * pixels);
    const embedding = rowsOf(weight).map((row) => row.reduce((sum, w, axis) => sum + w * x[axis]!, 0));
    const norm = Math.hypot(...embedding);
    return embedding.map((value) => value / norm);
  });
}

export const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, axis) => sum + value * b[axis]!, 0);

/** Mean over queries of −log( exp(q·k/τ) / (exp(q·k/τ) + Σₙ exp(q·n/τ)) ). */
export function slowLoss(
  queries: readonly number[][],
  keys: readonly number[][],
  negativesOf: (query: number) => readonly (readonly number[])[],
  temperature: number,
): number {
  const losses = queries.map((query, row) => {
    const positive = Math.exp(dot(query, keys[row]!) / temperature);
    const negative = negativesOf(row).reduce((sum, n) => sum + Math.exp(dot(query, n) / temperature), 0);
    return -Math.log(positive / (positive + negative));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
