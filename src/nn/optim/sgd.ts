// Stochastic gradient descent with torch.optim.SGD's semantics.
import {
  type Buffer,
  type Parameter,
  scope,
  sgdStep_,
  type Tensor,
  withoutGradient,
  zerosLike,
} from "../../tensor/index.ts";
import { buffer } from "../module.ts";
import { type Optimizer, withGradients } from "./optimizer.ts";

export interface SgdOptions {
  /** Decay of the running sum of gradients, in [0, 1). */
  momentum: number;
  /** λ, added as λ w to the gradient (coupled, as torch does). */
  weightDecay: number;
  nesterov?: boolean;
  /** Which parameters decay; all unless given. */
  decays?: (name: string, parameter: Tensor) => boolean;
}

/**
 * g ← ∇w + λ w;  v ← μ v + g;  w ← w − η v, or w − η (g + μ v) with Nesterov. The first v is the gradient itself.
 * @param parameters by name; names key the saved state.
 */
export function sgd(parameters: ReadonlyMap<string, Parameter>, options: SgdOptions): Optimizer {
  const { momentum, weightDecay, nesterov = false, decays = () => true } = options;
  const velocities = new Map<string, Buffer>();
  for (const [name, parameter] of parameters) velocities.set(name, buffer(zerosLike(parameter)));

  const update = (names: string[], lambda: number, learningRate: number) =>
    withGradients(parameters, names, (present, weights, gradients) => {
      const velocity = present.map((name) => velocities.get(name)!);
      sgdStep_(weights, velocity, gradients, learningRate, momentum, lambda, nesterov);
    });

  const names = [...parameters.keys()];
  const decayed = names.filter((name) => decays(name, parameters.get(name)!));
  const undecayed = names.filter((name) => !decayed.includes(name));
  return {
    state: () => velocities,
    step: (learningRate) =>
      scope(() =>
        withoutGradient(() => {
          update(decayed, weightDecay, learningRate);
          update(undecayed, 0, learningRate);
        }),
      ),
  };
}
