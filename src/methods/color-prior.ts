// Colour prior: the classes of colours and how often each occurs, learnt while training (Zhang et al., ECCV 2016, 1603.08511, §2.2).
import { buffer, Module } from "../nn/module.ts";
import { type Buffer, full, lerp_, mean, scope, type Tensor, tensor, withoutGradient } from "../tensor/index.ts";

// Of the old prior that each batch leaves: a memory of some hundred batches.
const momentum = 0.99;

export class ColorPrior extends Module {
  /** `[Q, 2]`, the middle of each class: a and b. */
  readonly centers: Buffer;
  /** `[Q]`, sums to 1; uniform at first. */
  readonly shares: Buffer;

  constructor(centers: readonly (readonly [a: number, b: number])[]) {
    super();
    const classes = centers.length;
    this.centers = buffer(tensor(centers.flat(), [classes, 2]));
    this.shares = buffer(full([classes], 1 / classes));
  }

  /** Moves the prior towards the mean of distributions `[n, Q]`, whose softness is the smoothing of the paper's p̃. */
  update(encoded: Tensor): void {
    withoutGradient(() => scope(() => lerp_(this.shares, mean(encoded, [0]), 1 - momentum)));
  }
}
