// One optimiser step: views, loss and gradient per micro-batch, the checks, the update, then what the method put off.
import type { ImageBatch } from "../data/dataset.ts";
import { momentumUpdate } from "../functional/index.ts";
import type { Deferred, Method, Progress } from "../methods/method.ts";
import type { Optimizer } from "../nn/optim/optimizer.ts";
import {
  backward,
  clearGradients,
  div,
  foreachMul_,
  foreachNorm,
  gradientOf,
  type Key,
  type Parameter,
  scope,
  stack,
  Tensor,
  vectorNorm,
  withoutGradient,
} from "../tensor/index.ts";
import { makeViews, sliceBatch } from "./batches.ts";
import { diagnose } from "./guard.ts";
import type { TrainOptions } from "./options.ts";
import { type Modules, moduleState } from "./state.ts";

export interface StepContext {
  method: Method;
  methodOptions: Record<string, unknown>;
  modules: Modules;
  parameters: ReadonlyMap<string, Parameter>;
  optimizer: Optimizer;
  options: TrainOptions;
  /** Root key of the run. */
  key: Key;
  /** Where a diagnosis goes. */
  runPath: string;
}

export interface StepInputs {
  progress: Progress;
  ids: Int32Array;
  batch: ImageBatch;
  learningRate: number;
  /** Side of the views in pixels. */
  size: number;
}

export interface StepOutcome {
  loss: number;
  gradientNorm: number;
  metrics: Record<string, number>;
  isMixing: boolean;
}

/** @throws MochiError `not-finite`, before anything has moved, when loss or gradient are NaN or infinite. */
export function trainStep(context: StepContext, inputs: StepInputs): StepOutcome {
  const { modules, parameters, optimizer, options } = context;
  return scope(() => {
    clearGradients(parameters.values());
    const parts = Array.from({ length: options.accumulate }, (_, part) => accumulateGradient(context, inputs, part));
    const loss = average(parts.map((part) => part.loss));
    const gradientNorm = clipGradient(parameters, options.clipGradient);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
      const bad = { step: inputs.progress.step, loss, gradientNorm, ids: inputs.ids };
      throw diagnose(context.runPath, bad, {
        views: new Map(Object.entries(viewsOf(context, inputs)).map(([name, { images }]) => [name, images])),
        state: moduleState(modules),
        parameters,
      });
    }
    optimizer.step(inputs.learningRate);
    moveMomentumModules(modules);
    for (const { after } of parts) after?.run();
    const names = Object.keys(parts[0]!.metrics);
    const metrics = Object.fromEntries(names.map((name) => [name, average(parts.map((part) => part.metrics[name]!))]));
    return { loss, gradientNorm, metrics, isMixing: parts.some((part) => part.isMixing) };
  });
}

interface PartOutcome {
  loss: number;
  metrics: Record<string, number>;
  after: Deferred | undefined;
  isMixing: boolean;
}

function accumulateGradient(context: StepContext, inputs: StepInputs, part: number): PartOutcome {
  const { method, modules, methodOptions: options, key } = context;
  const { accumulate, batchSize } = context.options;
  const size = batchSize / accumulate;
  const ids = inputs.ids.subarray(part * size, (part + 1) * size);
  const batch = sliceBatch(inputs.batch, part * size, (part + 1) * size);
  return scope(() => {
    const views = viewsOf(context, { ...inputs, ids, batch });
    const random = key.fold("step").fold(inputs.progress.step).fold(part);
    const result = method.step({ views, ids, modules, options, progress: inputs.progress, random });
    // The mean over micro-batches, so that accumulation leaves the size of the gradient as it is.
    backward(accumulate === 1 ? result.loss : div(result.loss, accumulate));
    const metrics = Object.entries(result.metrics).map(([name, value]) => [name, numberOf(value)] as const);
    const { after, isMixing = false } = result;
    return { loss: result.loss.item(), metrics: Object.fromEntries(metrics), after, isMixing };
  });
}

function viewsOf(context: StepContext, { batch, ...step }: StepInputs) {
  return makeViews({ batch, ...viewsInput(context, step) });
}

/** What decides the views of a step, before its images are read. */
export function viewsInput(
  { method, options, key }: Pick<StepContext, "method" | "options" | "key">,
  { ids, size, progress }: Pick<StepInputs, "ids" | "size"> & { progress: Pick<Progress, "epoch"> },
) {
  return {
    ids,
    declared: method.views({ recipe: options.recipe }),
    cropScale: options.cropScale,
    size,
    key: key.fold("augment").fold(Math.floor(progress.epoch)),
  };
}

// ‖g‖₂ over all parameters; g ← g · limit / ‖g‖ where it is above the limit.
function clipGradient(parameters: ReadonlyMap<string, Parameter>, limit: number): number {
  return withoutGradient(() => {
    const gradients = [...parameters.values()].flatMap((parameter) => gradientOf(parameter) ?? []);
    if (gradients.length === 0) return 0;
    const norm = vectorNorm(stack(foreachNorm(gradients))).item();
    if (limit > 0 && norm > limit) foreachMul_(gradients, limit / norm);
    return norm;
  });
}

// MoCo Eq. (2): θₖ ← m θₖ + (1 − m) θ_q, once per optimiser step; buffers stay the momentum module's own.
function moveMomentumModules(modules: Modules): void {
  for (const module of Object.values(modules)) {
    if (!module.follows) continue;
    const leader = module.follows.module.parameters();
    momentumUpdate([...module.parameters().values()], [...leader.values()], module.follows.momentum);
  }
}

function numberOf(value: Tensor | number): number {
  return value instanceof Tensor ? value.item() : value;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
