// All state of a training run by name: what a checkpoint saves and a resumed run restores.
import { MochiError } from "../errors.ts";
import type { Module } from "../nn/module.ts";
import type { Optimizer } from "../nn/optim/optimizer.ts";
import type { SafetensorsContent } from "../run/safetensors.ts";
import { copy_, format, fromTypedArray, scope, type Tensor, withoutGradient } from "../tensor/index.ts";

export type Modules = Record<string, Module>;

/** Parameters and buffers of every module, as `module.path`. */
export function moduleState(modules: Modules): Map<string, Tensor> {
  return new Map(
    Object.entries(modules).flatMap(([name, module]) =>
      [...module.state()].map(([path, value]): [string, Tensor] => [`${name}.${path}`, value]),
    ),
  );
}

/** Module state and, as `optimizer.<parameter>`, the optimiser's. */
export function trainingState(modules: Modules, optimizer: Optimizer): Map<string, Tensor> {
  const state = moduleState(modules);
  for (const [name, value] of optimizer.state()) state.set(`optimizer.${name}`, value);
  return state;
}

/**
 * Copies saved values into the state's own tensors.
 * @throws MochiError `checkpoint-mismatch` naming the first tensor that is missing or has another shape.
 */
export function restore(state: ReadonlyMap<string, Tensor>, content: SafetensorsContent, where: string): void {
  for (const [name, target] of state) {
    const saved = content.tensors.get(name);
    const problem = !saved
      ? `has no ${name}`
      : format(saved.shape) !== format(target.shape)
        ? `has ${name} of shape ${format(saved.shape)}, this run needs ${format(target.shape)}`
        : undefined;
    if (!saved || problem) {
      const remedy = "resume with the options of its config.json, or start another run with --out";
      throw new MochiError({ code: "checkpoint-mismatch", message: `the checkpoint ${problem}`, where, remedy });
    }
    scope(() => withoutGradient(() => copy_(target, fromTypedArray(saved.values, saved.shape))));
  }
}
