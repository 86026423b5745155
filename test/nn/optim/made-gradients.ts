// Parameters with the gradients a test wants, for steps worked by hand.

import { parameter } from "../../../src/nn/module.ts";
import type { Optimizer } from "../../../src/nn/optim/optimizer.ts";
import {
  backward,
  clearGradients,
  mul,
  type NestedNumbers,
  type Parameter,
  sumAll,
  tensor,
} from "../../../src/tensor/index.ts";

export const parametersOf = (values: Record<string, NestedNumbers>) =>
  new Map(Object.entries(values).map(([name, value]): [string, Parameter] => [name, parameter(tensor(value))]));

/** One step of the optimiser with these gradients, and none for parameters that are not named. */
export function stepWith(
  optimizer: Optimizer,
  parameters: ReadonlyMap<string, Parameter>,
  gradients: Record<string, NestedNumbers>,
  learningRate: number,
): void {
  clearGradients(parameters.values());
  for (const [name, gradient] of Object.entries(gradients))
    backward(sumAll(mul(parameters.get(name)!, tensor(gradient))));
  optimizer.step(learningRate);
}
