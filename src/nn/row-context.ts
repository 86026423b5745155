// Context of a grid from its rows above: a PixelCNN whose every place sees its own row and those above, never one below.
// van den Oord et al., NeurIPS 2016, arXiv 1606.05328; as used by Hénaff et al., ICML 2020, arXiv 1905.09272 ("CPC-v2").
import { add, conv2d, type Key, mul, normal, type Parameter, padConstant, relu, type Tensor } from "../tensor/index.ts";
import { Conv2d } from "./conv.ts";
import { Layer, parameter, Sequential } from "./module.ts";

export interface RowContextOptions {
  channels: number;
  /** Channels within a block. */
  hidden: number;
  /** Blocks one after another: as many rows above and as many columns to either side are seen. */
  blocks: number;
}

/** `[B, C, rows, columns]` → the same shape. */
export class RowContext extends Layer {
  readonly blocks: Sequential;

  constructor({ channels, hidden, blocks }: RowContextOptions, key: Key) {
    super();
    const block = (_: unknown, index: number) => new RowBlock(channels, hidden, key.fold(index));
    this.blocks = new Sequential(Array.from({ length: blocks }, block));
  }

  forward(grid: Tensor): Tensor {
    return relu(this.blocks.forward(grid));
  }
}

/** A residual block: 1×1, a 3×3 without its lower row, 1×1. */
class RowBlock extends Layer {
  readonly reduce: Conv2d;
  /** `[hidden, hidden, 2, 3]`: the row above and the own one. */
  readonly weight: Parameter;
  readonly expand: Conv2d;

  constructor(channels: number, hidden: number, key: Key) {
    super();
    this.reduce = new Conv2d(channels, hidden, key.fold("reduce"), { kernel: 1 });
    // kaiming_normal, fan_out, as the other convolutions.
    const deviation = Math.sqrt(2 / (hidden * 2 * 3));
    this.weight = parameter(mul(normal(key.fold("weight"), [hidden, hidden, 2, 3]), deviation));
    this.expand = new Conv2d(hidden, channels, key.fold("expand"), { kernel: 1 });
  }

  forward(grid: Tensor): Tensor {
    const reduced = relu(this.reduce.forward(grid)); // [B, hidden, rows, columns]
    // A column either side, and one row above alone.
    const seen = conv2d(padConstant(reduced, [1, 1, 1, 0]), this.weight); // [B, hidden, rows, columns]
    return add(grid, this.expand.forward(relu(seen)));
  }
}
