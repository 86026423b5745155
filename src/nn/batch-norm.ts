// Batch normalisation, with statistics per slice of the batch where shuffled BN is emulated in one process.
import {
  add,
  add_,
  type Buffer,
  batchNorm,
  cat,
  clone,
  copy_,
  expand,
  fusedBatchNorm,
  fusedBatchNormFits,
  mean,
  ones,
  type Parameter,
  relu,
  select,
  split,
  type Tensor,
  withoutGradient,
  zeros,
} from "../tensor/index.ts";
import { buffer, Layer, parameter } from "./module.ts";

// torch.nn.BatchNorm2d's defaults.
const statisticsMomentum = 0.1;
const epsilon = 1e-5;

/** What happens to the normalised values before they are handed on. */
export interface Finish {
  /** Added to them; of their shape. */
  residual?: Tensor | undefined;
  activation?: "relu";
}

export class BatchNorm extends Layer {
  /** Scale and shift, `[C]`: parameters, or buffers of ones and zeros where the layer only normalises. */
  readonly weight: Parameter | Buffer;
  readonly bias: Parameter | Buffer;
  readonly running_mean: Buffer;
  readonly running_var: Buffer;
  readonly num_batches_tracked: Buffer;
  /** S: each slice of B/S images is normalised by its own statistics in training (MoCo §3.3, one slice per device). */
  readonly splits: number;

  constructor(channels: number, splits = 1, isAffine = true) {
    super();
    const hold = isAffine ? parameter : buffer;
    this.weight = hold(ones([channels]));
    this.bias = hold(zeros([channels]));
    this.running_mean = buffer(zeros([channels]));
    this.running_var = buffer(ones([channels]));
    this.num_batches_tracked = buffer(zeros([], { dtype: "int64" }));
    this.splits = splits;
  }

  /**
   * `[B, C, …]` → the same shape and memory format: normalised, then residual and activation where asked for.
   * On the CPU one kernel does all three in channels_last; elsewhere they are operators of their own.
   */
  forward(x: Tensor, finish: Finish = {}): Tensor {
    if (this.isTraining) withoutGradient(() => add_(this.num_batches_tracked, 1));
    const { residual, activation } = finish;
    const splits = this.isTraining ? this.splits : 1;
    if (!fusedBatchNormFits(x, residual, this.weight, splits)) return this.composed(x, finish);
    return fusedBatchNorm(
      x,
      residual,
      this.weight,
      this.bias,
      this.running_mean,
      this.running_var,
      this.isTraining,
      statisticsMomentum,
      epsilon,
      splits,
      activation === "relu",
    );
  }

  /** The same from libtorch's own operators: for other devices, dtypes and layouts, and what the kernel is held to. */
  composed(x: Tensor, { residual, activation }: Finish = {}): Tensor {
    const isSliced = this.isTraining && this.splits > 1;
    const normalised = isSliced ? this.normaliseSlices(x) : this.normalise(x, this.running_mean, this.running_var);
    const sum = residual ? add(normalised, residual) : normalised;
    return activation === "relu" ? relu(sum) : sum;
  }

  private normaliseSlices(x: Tensor): Tensor {
    const channels = this.running_mean.length(0);
    const perSlice = (running: Tensor) => withoutGradient(() => clone(expand(running, [this.splits, channels]))); // [S, C]
    const means = perSlice(this.running_mean);
    const variances = perSlice(this.running_var);
    const slices = split(x, x.length(0) / this.splits); // S × [B/S, C, …]
    const normalised = slices.map((slice, s) => this.normalise(slice, select(means, 0, s), select(variances, 0, s)));
    // The running statistics move by the mean of the slices' updates, not S times in a row.
    withoutGradient(() => {
      copy_(this.running_mean, mean(means, [0]));
      copy_(this.running_var, mean(variances, [0]));
    });
    return cat(normalised, 0);
  }

  private normalise(x: Tensor, runningMean: Tensor, runningVariance: Tensor): Tensor {
    return batchNorm(
      x,
      this.weight,
      this.bias,
      runningMean,
      runningVariance,
      this.isTraining,
      statisticsMomentum,
      epsilon,
    );
  }
}
