// A method without batch norm or randomness of its own, whose gradients are worked out in a line: for tests of the step.
import type { Method, StepInput } from "../../src/methods/method.ts";
import { Layer, momentumOf, parameter } from "../../src/nn/module.ts";
import {
  detach,
  flatten,
  linear,
  meanAll,
  mul,
  type Parameter,
  sub,
  type Tensor,
  zeros,
} from "../../src/tensor/index.ts";

export const toyPixels = 3 * 8 * 8;

export class Line extends Layer {
  /** `[1, pixels]` */
  readonly weight: Parameter = parameter(zeros([1, toyPixels]));

  forward(images: Tensor): Tensor {
    return linear(flatten(images, 1), this.weight); // [B, 1]
  }
}

type LineModules = { line: Line; slowLine: Line };

/** Least squares: the mean of (w·x − 1)² over the images, with a momentum copy of the line. */
export const leastSquares = {
  name: "least-squares",
  summary: "for tests",
  source: "none",
  defaultPreset: "none",
  options: {},
  shows: [{ name: "residual", label: "residual", title: "Residual", meaning: "Mean of w·x − 1.", isShare: false }],
  views: () => ({ view: { recipe: "evaluation" } }),
  build: (): LineModules => {
    const line = new Line();
    return { line, slowLine: momentumOf(line, 0.75) };
  },
  step({ views, modules }: StepInput<object, LineModules>) {
    const residual = sub(modules.line.forward(views.view!.images), 1); // [B, 1]
    return { loss: meanAll(mul(residual, residual)), metrics: { residual: meanAll(detach(residual)) } };
  },
  features: ({ line }: LineModules, images: Tensor) => line.forward(images),
} as unknown as Method;
