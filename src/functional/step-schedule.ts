// Stepwise decay of the learning rate after a linear warm-up.
// He et al., CVPR 2020, arXiv 1911.05722 ("MoCo") §4.1: × 0.1 at epochs 120 and 160 of 200.
import { linearWarmup, type Warmup } from "./linear-warmup.ts";

export interface StepSchedule extends Warmup {
  /** Steps (0-based) from which on the rate is multiplied by `factor` once more. */
  milestones: readonly number[];
  factor?: number;
}

/**
 * The learning rate of one step.
 * @param step 0-based.
 * @example stepSchedule(130, { base: 0.03, warmup: 0, milestones: [120, 160] }); // 0.003
 */
export function stepSchedule(step: number, schedule: StepSchedule): number {
  const { base, milestones, factor = 0.1 } = schedule;
  const passed = milestones.filter((milestone) => step >= milestone).length;
  // MoCo §4.1: ηₜ = η · 0.1^(milestones passed)
  return linearWarmup(step, schedule) ?? base * factor ** passed;
}
