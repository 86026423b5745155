// A linear layer whose rows have unit length, whatever its weights: weight normalisation with a scale of one.
// Salimans & Kingma, NeurIPS 2016, arXiv 1602.07868.
import { normalize } from "../functional/index.ts";
import { type Key, linear, type Tensor } from "../tensor/index.ts";
import { Linear } from "./linear.ts";

export class UnitLinear extends Linear {
  constructor(inputs: number, outputs: number, key: Key) {
    super(inputs, outputs, key, { hasBias: false });
  }

  /** `[B, in]` → `[B, out]`: cosines where the inputs have unit length. */
  override forward(x: Tensor): Tensor {
    return linear(x, normalize(this.weight));
  }
}
