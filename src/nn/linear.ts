// Linear layer y = x Wᵀ + b, initialised as torch's.
import { add, type Key, linear, mul, type Parameter, type Tensor, uniform, zeros } from "../tensor/index.ts";
import { Layer, parameter } from "./module.ts";

export class Linear extends Layer {
  /** `[out, in]` */
  readonly weight: Parameter;
  /** `[out]` */
  readonly bias: Parameter | undefined;

  constructor(inputs: number, outputs: number, key: Key, { hasBias = true }: { hasBias?: boolean } = {}) {
    super();
    // torch.nn.Linear: kaiming_uniform with a = √5, which is U(−1/√in, 1/√in) for weight and bias.
    const bound = 1 / Math.sqrt(inputs);
    const draw = (name: string, shape: number[]) => add(mul(uniform(key.fold(name), shape), 2 * bound), -bound);
    this.weight = parameter(draw("weight", [outputs, inputs]));
    this.bias = hasBias ? parameter(draw("bias", [outputs])) : undefined;
  }

  /** `[B, in]` → `[B, out]` */
  forward(x: Tensor): Tensor {
    return linear(x, this.weight, this.bias);
  }
}

// differs from MoCo: weights start at zero, not from N(0, 0.01), because every class is then equally likely and no draw matters
/** A linear classifier as linear evaluation starts it. */
export class ZeroLinear extends Layer {
  readonly weight: Parameter;
  readonly bias: Parameter;

  constructor(inputs: number, outputs: number) {
    super();
    this.weight = parameter(zeros([outputs, inputs]));
    this.bias = parameter(zeros([outputs]));
  }

  forward(x: Tensor): Tensor {
    return linear(x, this.weight, this.bias);
  }
}
