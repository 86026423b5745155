// Automatic differentiation and its modes: gradients, no-gradient regions, autocast.
import { native } from "./native.ts";
import { phase } from "./profile.ts";
import { type Parameter, Tensor } from "./tensor.ts";

/** Runs `body` without recording operations for `backward`. */
export function withoutGradient<Result>(body: () => Result): Result {
  const addon = native();
  const was = addon.setGradEnabled(false);
  try {
    return body();
  } finally {
    addon.setGradEnabled(was);
  }
}

/** Adds d(loss)/d(parameter) to the gradient of every parameter that the loss `[]` depends on. */
export function backward(loss: Tensor): void {
  phase("backward", () => native().backward(loss.handle));
}

/** The gradient accumulated in a leaf, or undefined where `backward` did not reach it. */
export function gradientOf(leaf: Tensor): Tensor | undefined {
  const handle = native().gradient(leaf.handle);
  return handle === undefined ? undefined : new Tensor(handle);
}

export function clearGradients(parameters: Iterable<Parameter | Tensor>): void {
  for (const parameter of parameters) native().clearGradient(parameter.handle);
}

/** d(output)/d(input) for each input; undefined where the output does not depend on it. */
export function gradients(output: Tensor, inputs: readonly Tensor[]): (Tensor | undefined)[] {
  const handles = native().gradientsOf(
    output.handle,
    inputs.map((input) => input.handle),
  );
  return handles.map((handle) => (handle === undefined ? undefined : new Tensor(handle)));
}

/** Marks a leaf as (not) needing a gradient, and returns it. */
export function requireGradient<T extends Tensor>(leaf: T, required = true): T {
  native().setRequiresGrad(leaf.handle, required);
  return leaf;
}

export type Precision = "fp32" | "bf16";

/**
 * Runs `body` with matrix products and convolutions in bfloat16 on `device`; everything else keeps its dtype.
 * With `fp32` it switches autocast off, so that regions nest either way.
 */
export function withPrecision<Result>(precision: Precision, device: string, body: () => Result): Result {
  const addon = native();
  const was = addon.setAutocast(device, precision === "bf16");
  try {
    return body();
  } finally {
    addon.setAutocast(device, was);
  }
}
