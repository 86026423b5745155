// Module: parameters, buffers and children found by their property names, as torchvision names them.
import {
  Buffer,
  clone,
  detach,
  keep,
  Parameter,
  requireGradient,
  retype,
  scope,
  type Tensor,
  withoutGradient,
} from "../tensor/index.ts";

/** How a momentum module follows the one it is a running mean of. */
export interface Follows {
  module: Module;
  /** m in θₖ ← m θₖ + (1 − m) θ_q. */
  momentum: Momentum;
}

/** One number, or a function of the share of the run's steps that is done, 0 … 1. */
export type Momentum = number | ((share: number) => number);

export abstract class Module {
  isTraining = true;
  /** Set on momentum copies: they get no gradient and no optimiser; the training loop moves them. */
  follows: Follows | undefined;

  /** Children by name; arrays count as `0`, `1`, …  */
  children(): [string, Module][] {
    return Object.entries(this).flatMap(([name, value]): [string, Module][] => {
      if (name === "follows") return [];
      if (value instanceof Module) return [[name, value]];
      if (Array.isArray(value) && value.every((element) => element instanceof Module))
        return value.map((element, index): [string, Module] => [`${name}.${index}`, element]);
      return [];
    });
  }

  /** Every parameter below, by dotted name. */
  parameters(): Map<string, Parameter> {
    return collect(this, "", (value) => value instanceof Parameter) as Map<string, Parameter>;
  }

  /** Everything that a checkpoint holds: parameters and buffers, by dotted name. */
  state(): Map<string, Tensor> {
    return collect(this, "", (value) => value instanceof Parameter || value instanceof Buffer);
  }

  /** Switches this module and those below between training and evaluation. */
  train(isTraining = true): this {
    this.isTraining = isTraining;
    for (const [, child] of this.children()) child.train(isTraining);
    return this;
  }

  eval(): this {
    return this.train(false);
  }
}

/** A module that maps one tensor to one tensor. */
export abstract class Layer extends Module {
  abstract forward(x: Tensor): Tensor;
}

/** A list of modules applied in turn, named `0`, `1`, … */
export class Sequential extends Layer {
  private readonly layers: readonly Layer[];

  constructor(layers: readonly Layer[]) {
    super();
    this.layers = layers;
  }

  override children(): [string, Module][] {
    return this.layers.map((layer, index): [string, Module] => [String(index), layer]);
  }

  forward(x: Tensor): Tensor {
    return inTurn(
      this.layers.map((layer) => (value: Tensor) => layer.forward(value)),
      x,
    );
  }
}

/**
 * `parts` applied in turn to `x`. What each made on its way is freed when it returns, and its result when the next has
 * read it, so that only what the gradient needs stays, and only until the backward pass is through with it.
 */
export function inTurn(parts: readonly ((x: Tensor) => Tensor)[], x: Tensor): Tensor {
  let value = x;
  for (const part of parts) {
    const next = scope(() => part(value));
    if (value !== x && value !== next) value.dispose();
    value = next;
  }
  return value;
}

/** A tensor that the optimiser moves; it outlives every scope. */
export function parameter(values: Tensor): Parameter {
  return requireGradient(
    keep(
      retype(
        Parameter,
        withoutGradient(() => detach(values)),
      ),
    ),
  );
}

/** State that is saved but not trained; it outlives every scope. */
export function buffer(values: Tensor): Buffer {
  return keep(
    retype(
      Buffer,
      withoutGradient(() => detach(values)),
    ),
  );
}

/**
 * A copy with its own memory that follows `module` by θₖ ← m θₖ + (1 − m) θ_q (MoCo Eq. 2).
 * Only parameters follow; buffers (batch-norm statistics) are the copy's own.
 */
export function momentumOf<M extends Module>(module: M, momentum: Momentum): M {
  const copy = cloneModule(module);
  for (const frozen of copy.parameters().values()) requireGradient(frozen, false);
  copy.follows = { module, momentum };
  return copy;
}

function cloneModule<M extends Module>(module: M): M {
  const copy = Object.create(Object.getPrototypeOf(module)) as Record<string, unknown>;
  for (const [name, value] of Object.entries(module)) copy[name] = cloneValue(value);
  return copy as M;
}

function cloneValue(value: unknown): unknown {
  if (value instanceof Module) return cloneModule(value);
  if (value instanceof Parameter) return parameter(withoutGradient(() => clone(value)));
  if (value instanceof Buffer) return buffer(withoutGradient(() => clone(value)));
  return Array.isArray(value) ? value.map(cloneValue) : value;
}

function collect(module: Module, prefix: string, accepts: (value: unknown) => boolean): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  for (const [name, value] of Object.entries(module)) if (accepts(value)) found.set(prefix + name, value as Tensor);
  for (const [name, child] of module.children())
    for (const [path, value] of collect(child, `${prefix}${name}.`, accepts)) found.set(path, value);
  return found;
}
