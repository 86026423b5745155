// What every optimiser offers the training loop.
import { gradientOf, type Parameter, type Tensor } from "../../tensor/index.ts";

export interface Optimizer {
  /** Moves the parameters by their gradients; those without a gradient stay. */
  step(learningRate: number): void;
  /** State to save, by parameter name. */
  state(): ReadonlyMap<string, Tensor>;
}

/** Hands over the parameters that have a gradient, in order, as parallel lists. */
export function withGradients(
  parameters: ReadonlyMap<string, Parameter>,
  names: readonly string[],
  body: (present: string[], weights: Tensor[], gradients: Tensor[]) => void,
): void {
  const present: string[] = [];
  const weights: Tensor[] = [];
  const gradients: Tensor[] = [];
  for (const name of names) {
    const parameter = parameters.get(name)!;
    const gradient = gradientOf(parameter);
    if (!gradient) continue;
    present.push(name);
    weights.push(parameter);
    gradients.push(gradient);
  }
  if (present.length > 0) body(present, weights, gradients);
}
