// The guard against NaN and infinity: names the first bad tensor and leaves the evidence for a diagnosis.
import { join } from "node:path";
import { MochiError } from "../errors.ts";
import { writeJson } from "../run/atomic-file.ts";
import { writeSafetensors } from "../run/safetensors.ts";
import { all, gradientOf, isfinite, type Parameter, scope, type Tensor } from "../tensor/index.ts";

export interface Suspects {
  views: ReadonlyMap<string, Tensor>;
  state: ReadonlyMap<string, Tensor>;
  parameters: ReadonlyMap<string, Parameter>;
}

export interface BadStep {
  step: number;
  loss: number;
  gradientNorm: number;
  ids: ArrayLike<number>;
}

/** Writes `diagnosis/` and returns the error that stops the run; the last checkpoint is not touched. */
export function diagnose(folder: string, bad: BadStep, suspects: Suspects): MochiError {
  const first = firstBad(suspects);
  writeSafetensors(join(folder, "diagnosis", "state.safetensors"), suspects.state, { step: String(bad.step) });
  writeJson(join(folder, "diagnosis", "step.json"), { ...bad, ids: Array.from(bad.ids), firstBadTensor: first });
  return new MochiError({
    code: "not-finite",
    message: `step ${bad.step}: loss ${bad.loss}, gradient norm ${bad.gradientNorm}; first bad tensor: ${first}`,
    where: join(folder, "diagnosis"),
    remedy: "lower --lr, lengthen --lr-warmup or set --clip-gradient, then resume from the last good checkpoint",
  });
}

// In the order in which a fault would travel: data, weights, then gradients.
function firstBad({ views, state, parameters }: Suspects): string {
  for (const [name, view] of views) if (!isFiniteTensor(view)) return `view ${name}`;
  for (const [name, value] of state) if (!isFiniteTensor(value)) return name;
  for (const [name, parameter] of parameters) {
    const gradient = gradientOf(parameter);
    if (gradient && !isFiniteTensor(gradient)) return `gradient of ${name}`;
  }
  return "the loss itself (views, weights and gradients are finite)";
}

function isFiniteTensor(value: Tensor): boolean {
  return scope(() => all(isfinite(value)).item() === 1);
}
