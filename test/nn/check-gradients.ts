// Derivatives by central differences along a random direction, in float64.
import { type Module, parameter } from "../../src/nn/module.ts";
import {
  add_,
  Buffer,
  backward,
  clearGradients,
  gradientOf,
  keep,
  mul,
  normal,
  Parameter,
  randomKey,
  retype,
  sumAll,
  type Tensor,
  to,
  withoutGradient,
} from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

/** Turns every floating-point parameter and buffer of a module into float64, in place. */
export function inDoubles<M extends Module>(module: M): M {
  const members = module as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(members)) {
    if (value instanceof Parameter) members[name] = parameter(to(value, "float64"));
    else if (value instanceof Buffer && value.dtype === "float32")
      members[name] = keep(retype(Buffer, to(value, "float64")));
  }
  for (const [, child] of module.children()) inDoubles(child);
  return module;
}

export const doubles = (seed: number, shape: number[]) => to(normal(randomKey(seed), shape), "float64");

/** A number that depends on every element of a tensor, each with a weight of its own. */
export function weighted(output: Tensor): Tensor {
  return sumAll(mul(output, doubles(99, [...output.shape])));
}

/** Compares the derivative of `loss` along one random direction of all `leaves` with (L(+ε) − L(−ε)) / 2ε. */
export function checkGradients(leaves: readonly Tensor[], loss: () => Tensor, rtol = 1e-6): void {
  const directions = leaves.map((leaf, index) => doubles(200 + index, [...leaf.shape]));
  clearGradients(leaves);
  backward(loss());
  const slopes = leaves.map((leaf, index) => sumAll(mul(gradientOf(leaf)!, directions[index]!)).item());
  const slope = slopes.reduce((sum, part) => sum + part, 0);
  const step = 1e-6;
  const lossAt = (distance: number) => {
    move(distance);
    const value = loss().item();
    move(-distance);
    return value;
  };
  const move = (distance: number) =>
    withoutGradient(() => {
      for (const [index, leaf] of leaves.entries()) add_(leaf, directions[index]!, { alpha: distance });
    });
  expectClose(slope, (lossAt(step) - lossAt(-step)) / (2 * step), { rtol, atol: 1e-7 });
}
