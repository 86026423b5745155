// Adam (Kingma & Ba, ICLR 2015, arXiv 1412.6980) and its decoupled weight decay (Loshchilov & Hutter, 1711.05101).
import {
  add,
  add_,
  addcmul,
  type Buffer,
  copy_,
  div,
  mul_,
  type Parameter,
  scope,
  sqrt,
  type Tensor,
  withoutGradient,
  zeros,
  zerosLike,
} from "../../tensor/index.ts";
import { buffer } from "../module.ts";
import { type Optimizer, withGradients } from "./optimizer.ts";

export interface AdamOptions {
  weightDecay: number;
  /** True: w ← (1 − lr λ) w beside the step (AdamW); false: λ w is added to the gradient, as torch.optim.Adam does. */
  isDecoupled: boolean;
  /** Decay of the running means of gradient and squared gradient. */
  betas?: readonly [number, number];
  /** Which parameters decay; all unless given. */
  decays?: (name: string, parameter: Tensor) => boolean;
}

const epsilon = 1e-8;

/** @param parameters by name; names key the saved state. */
export function adam(parameters: ReadonlyMap<string, Parameter>, options: AdamOptions): Optimizer {
  const { weightDecay, isDecoupled, betas = [0.9, 0.999], decays = () => true } = options;
  const means = new Map<string, Buffer>();
  const squares = new Map<string, Buffer>();
  for (const [name, parameter] of parameters) {
    means.set(name, buffer(zerosLike(parameter)));
    squares.set(name, buffer(zerosLike(parameter)));
  }
  const steps = buffer(zeros([], { dtype: "int64" }));

  const move = (name: string, weight: Tensor, gradient: Tensor, learningRate: number) => {
    const [mean, square] = [means.get(name)!, squares.get(name)!];
    const t = steps.item();
    const lambda = decays(name, weight) ? weightDecay : 0;
    const g = lambda > 0 && !isDecoupled ? add(gradient, weight, { alpha: lambda }) : gradient;
    if (lambda > 0 && isDecoupled) mul_(weight, 1 - learningRate * lambda);
    // Kingma & Ba Algorithm 1: m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  w ← w − lr m̂ / (√v̂ + ε)
    add_(mul_(mean, betas[0]), g, { alpha: 1 - betas[0] });
    copy_(square, addcmul(mul_(square, betas[1]), g, g, { value: 1 - betas[1] }));
    const root = add(sqrt(div(square, 1 - betas[1] ** t)), epsilon);
    add_(weight, div(mean, root), { alpha: -learningRate / (1 - betas[0] ** t) });
  };

  return {
    state: () =>
      new Map([
        ...[...means].map(([name, value]): [string, Tensor] => [`${name}.mean`, value]),
        ...[...squares].map(([name, value]): [string, Tensor] => [`${name}.square`, value]),
        ["steps", steps],
      ]),
    step: (learningRate) =>
      scope(() =>
        withoutGradient(() => {
          add_(steps, 1);
          withGradients(parameters, [...parameters.keys()], (present, weights, gradients) => {
            for (const [index, name] of present.entries()) move(name, weights[index]!, gradients[index]!, learningRate);
          });
        }),
      ),
  };
}
