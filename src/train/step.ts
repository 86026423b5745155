// One optimiser step: views, loss and gradient per micro-batch, the checks, the update, then what the method put off.
import type { ImageBatch } from "../data/dataset.ts";
import { InternalError } from "../errors.ts";
import { momentumUpdate } from "../functional/index.ts";
import type { Contrast, Deferred, Method, Progress } from "../methods/method.ts";
import type { Optimizer } from "../nn/optim/optimizer.ts";
import {
  backward,
  clearGradients,
  detach,
  div,
  foreachMul_,
  foreachNorm,
  gradientOf,
  indicesOf,
  type Key,
  type Parameter,
  phase,
  scope,
  stack,
  Tensor,
  to,
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
  /** Class of every image of the data set; used where the method needs labels. */
  labels?: Int32Array | undefined;
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
  /** Given the contrast of the first micro-batch, where a monitor looks at this step and the method has one. */
  look?: ((contrast: Contrast) => void) | undefined;
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
    for (const { beforeUpdate } of parts) beforeUpdate?.();
    const gradients = [...parameters.values()].flatMap((parameter) => gradientOf(parameter) ?? []);
    // Everything that the host must know of this step comes over at once, before anything moves.
    const names = Object.keys(parts[0]!.metrics);
    const rows = parts.map(({ loss, metrics }) => [loss, ...names.map((name) => metrics[name]!)]);
    const readNumbers = () => readTogether([normOf(gradients), ...rows.flat()]) as [number, ...number[]];
    const [gradientNorm, ...numbers] = phase("gradient norm", readNumbers);
    const meanOf = (column: number) => average(rows.map((row, part) => numbers[part * row.length + column]!));
    const loss = meanOf(0);
    clipGradient(gradients, gradientNorm, options.clipGradient);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
      const bad = { step: inputs.progress.step, loss, gradientNorm, ids: inputs.ids };
      throw diagnose(context.runPath, bad, {
        views: new Map(Object.entries(viewsOf(context, inputs)).map(([name, { images }]) => [name, images])),
        state: moduleState(modules),
        parameters,
      });
    }
    phase("optimizer", () => optimizer.step(inputs.learningRate));
    phase("momentum", () => moveMomentumModules(modules, inputs.progress));
    for (const { after } of parts) if (after) phase("queue", after.run);
    const metrics = Object.fromEntries(names.map((name, index) => [name, meanOf(index + 1)]));
    return { loss, gradientNorm, metrics, isMixing: parts.some((part) => part.isMixing) };
  });
}

interface PartOutcome {
  loss: Tensor;
  metrics: Record<string, Tensor | number>;
  beforeUpdate: (() => void) | undefined;
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
    const views = phase("augment", () => viewsOf(context, { ...inputs, ids, batch }));
    const random = key.fold("step").fold(inputs.progress.step).fold(part);
    const labels = method.needs?.labels ? labelsOf(context, ids) : undefined;
    const result = method.step({ views, ids, labels, modules, options, progress: inputs.progress, random });
    // The mean over micro-batches, so that accumulation leaves the size of the gradient as it is.
    backward(accumulate === 1 ? result.loss : div(result.loss, accumulate));
    const { loss, metrics, beforeUpdate, after, isMixing = false } = result;
    if (part === 0 && inputs.look && result.contrast) inputs.look(result.contrast());
    return { loss: detach(loss), metrics, beforeUpdate, after, isMixing };
  });
}

// The classes of these images, [B] int64; `pretrain` has refused data without labels before.
function labelsOf({ labels }: StepContext, ids: Int32Array): Tensor {
  if (!labels) throw new InternalError("the method needs labels, the step was given none");
  return indicesOf(ids.map((id) => labels[id]!));
}

function viewsOf(context: StepContext, { batch, ...step }: StepInputs) {
  return makeViews({ batch, ...viewsInput(context, step) });
}

/** What decides the views of a step, before its images are read. */
export function viewsInput(
  {
    method,
    methodOptions,
    options,
    key,
  }: Pick<StepContext, "method" | "methodOptions" | "key"> & {
    options: Pick<TrainOptions, "recipe" | "cropScale">;
  },
  { ids, size, progress }: Pick<StepInputs, "ids" | "size"> & { progress: Pick<Progress, "epoch"> },
) {
  return {
    ids,
    declared: method.views({ recipe: options.recipe, options: methodOptions }),
    cropScale: options.cropScale,
    size,
    key: key.fold("augment").fold(Math.floor(progress.epoch)),
  };
}

// ‖g‖₂ over all parameters.
function normOf(gradients: readonly Tensor[]): Tensor | number {
  if (gradients.length === 0) return 0;
  return withoutGradient(() => vectorNorm(stack(foreachNorm(gradients))));
}

// g ← g · limit / ‖g‖ where it is above the limit.
function clipGradient(gradients: readonly Tensor[], norm: number, limit: number): void {
  if (limit > 0 && norm > limit) withoutGradient(() => foreachMul_(gradients, limit / norm));
}

// MoCo Eq. (2): θₖ ← m θₖ + (1 − m) θ_q, once per optimiser step; buffers stay the momentum module's own.
function moveMomentumModules(modules: Modules, { step, steps }: Progress): void {
  for (const module of Object.values(modules)) {
    if (!module.follows) continue;
    const { module: leader, momentum } = module.follows;
    const m = typeof momentum === "number" ? momentum : momentum(step / steps);
    momentumUpdate([...module.parameters().values()], [...leader.parameters().values()], m);
  }
}

// The values in their order; those of tensors `[]` by one copy from the device.
function readTogether(values: readonly (Tensor | number)[]): number[] {
  return withoutGradient(() => {
    const tensors = values.filter((value) => value instanceof Tensor);
    const read = stack(tensors.map((value) => to(value, "float64"))).toNumbers();
    return values.map((value) => (value instanceof Tensor ? read.shift()! : value));
  });
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
