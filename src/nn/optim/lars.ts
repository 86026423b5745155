// LARS: layer-wise adaptive rates (You et al., 2017, arXiv 1708.03888), as SimCLR and BYOL use it.
import {
  add,
  add_,
  type Buffer,
  div,
  full,
  gt,
  logicalAnd,
  mul,
  mul_,
  type Parameter,
  scope,
  type Tensor,
  vectorNorm,
  where,
  withoutGradient,
  zerosLike,
} from "../../tensor/index.ts";
import { buffer } from "../module.ts";
import { type Optimizer, withGradients } from "./optimizer.ts";

export interface LarsOptions {
  momentum: number;
  weightDecay: number;
  /** Trust coefficient η. 0.001: SimCLR and BYOL. */
  trustCoefficient?: number;
  /** Which parameters decay and adapt; by default all but biases and norms (tensors of one dimension). */
  adapts?: (name: string, parameter: Tensor) => boolean;
}

/**
 * g ← ∇w + λ w;  r = η ‖w‖ / ‖g‖ (1 where either is 0);  v ← μ v + r g;  w ← w − lr v.
 * Excluded parameters take plain SGD with momentum and no decay.
 */
export function lars(parameters: ReadonlyMap<string, Parameter>, options: LarsOptions): Optimizer {
  const {
    momentum,
    weightDecay,
    trustCoefficient = 0.001,
    adapts = (_, parameter) => parameter.shape.length > 1,
  } = options;
  const velocities = new Map<string, Buffer>();
  for (const [name, parameter] of parameters) velocities.set(name, buffer(zerosLike(parameter)));

  const direction = (name: string, weight: Tensor, gradient: Tensor) => {
    if (!adapts(name, weight)) return gradient;
    const decayed = add(gradient, weight, { alpha: weightDecay });
    const weightNorm = vectorNorm(weight);
    const gradientNorm = vectorNorm(decayed);
    const isUsable = logicalAnd(gt(weightNorm, 0), gt(gradientNorm, 0));
    const trust = where(
      isUsable,
      mul(div(weightNorm, gradientNorm), trustCoefficient),
      full([], 1, { dtype: "float32" }),
    );
    return mul(decayed, trust);
  };

  return {
    state: () => velocities,
    step: (learningRate) =>
      scope(() =>
        withoutGradient(() =>
          withGradients(parameters, [...parameters.keys()], (present, weights, gradients) => {
            for (const [index, name] of present.entries()) {
              const velocity = velocities.get(name)!;
              add_(mul_(velocity, momentum), direction(name, weights[index]!, gradients[index]!));
              add_(weights[index]!, velocity, { alpha: -learningRate });
            }
          }),
        ),
      ),
  };
}
