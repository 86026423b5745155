// What changes over a run as a function of the step alone: learning rate and size of the views.
import { cosineSchedule, stepSchedule } from "../functional/index.ts";
import type { Plan, TrainOptions } from "./options.ts";

/** The learning rate of step `step` (0-based). */
export function learningRateAt(step: number, plan: Plan, options: TrainOptions): number {
  const warmup = Math.round(options.lrWarmup * plan.stepsPerEpoch);
  const common = { base: options.lr, warmup, total: plan.steps };
  if (options.schedule === "cosine") return cosineSchedule(step, common);
  const milestones = options.milestones.map((epoch) => Math.round(epoch * plan.stepsPerEpoch));
  return stepSchedule(step, { ...common, milestones });
}

/** The side of the views at step `step`, in pixels. */
export function viewSizeAt(step: number, { steps }: Plan, options: Pick<TrainOptions, "imageSize" | "resolutions">): number {
  const share = step / steps;
  return options.resolutions.find(({ until }) => share < until)?.size ?? options.imageSize;
}
