// Convolution without bias in channels_last, initialised as torchvision's ResNet does.
import { contiguous, convolution, type Key, mul, normal, type Parameter, type Tensor } from "../tensor/index.ts";
import { Layer, parameter } from "./module.ts";

export interface ConvOptions {
  kernel: number;
  stride?: number;
  padding?: number;
}

export class Conv2d extends Layer {
  /** `[out, in, k, k]` */
  readonly weight: Parameter;
  readonly stride: number;
  readonly padding: number;

  constructor(inputs: number, outputs: number, key: Key, { kernel, stride = 1, padding = 0 }: ConvOptions) {
    super();
    // kaiming_normal, fan_out, ReLU gain √2 (He et al., ICCV 2015; torchvision resnet.py)
    const deviation = Math.sqrt(2 / (outputs * kernel * kernel));
    const weight = mul(normal(key.fold("weight"), [outputs, inputs, kernel, kernel]), deviation);
    this.weight = parameter(contiguous(weight, { memoryFormat: "channels_last" }));
    this.stride = stride;
    this.padding = padding;
  }

  /** `[B, in, H, W]` → `[B, out, H′, W′]` */
  forward(x: Tensor): Tensor {
    return convolution(x, this.weight, this.stride, this.padding);
  }
}
