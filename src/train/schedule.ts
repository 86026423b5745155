// What changes over a run as a function of the step alone: learning rate and size of the views.
import { cosineSchedule, stepSchedule } from "../functional/index.ts";
import type { Plan, TrainOptions } from "./options.ts";

/** The learning rate of step `step` (0-based). */
export function learningRateAt(step: number, plan: Plan, options: TrainOptions): number {
  const warmup = Math.round(options.lrWarmup * plan.stepsPerEpoch);
  if (options.schedule === "cosine") return cosineSchedule(step, { base: options.lr, warmup, total: plan.steps });
  const milestones = options.milestones.map((epoch) => Math.round(epoch * plan.stepsPerEpoch));
  return stepSchedule(step, { base: options.lr, warmup, milestones });
}

/** The side of the views at step `step`, in pixels. */
export function viewSizeAt(
  step: number,
  { steps }: Plan,
  options: Pick<TrainOptions, "imageSize" | "resolutions">,
): number {
  const share = step / steps;
  return options.resolutions.find(({ until }) => share < until)?.size ?? options.imageSize;
}

/** Share of the run's work that is left after `step` steps, the cost of a step being that of its pixels. */
export function workLeft(step: number, plan: Plan, options: Pick<TrainOptions, "imageSize" | "resolutions">): number {
  const stages = options.resolutions.length > 0 ? options.resolutions : [{ size: options.imageSize, until: 1 }];
  const done = step / plan.steps;
  let left = 0;
  let total = 0;
  let from = 0;
  for (const { size, until } of stages) {
    total += (until - from) * size ** 2;
    left += Math.max(0, until - Math.max(from, done)) * size ** 2;
    from = until;
  }
  return left / total;
}
