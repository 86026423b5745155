// Cosine decay of the learning rate after a linear warm-up.
// Loshchilov & Hutter, ICLR 2017, arXiv 1608.03983 ("SGDR"), without restarts, to zero.
import { linearWarmup, type Warmup } from "./linear-warmup.ts";

export interface CosineSchedule extends Warmup {
  /** Steps in all, warm-up included. */
  total: number;
}

/**
 * The learning rate of one step.
 * @param step 0-based, below `total`.
 * @example cosineSchedule(0, { base: 0.06, warmup: 50, total: 1000 }); // 0.0012
 */
export function cosineSchedule(step: number, schedule: CosineSchedule): number {
  const { base, warmup = 0, total } = schedule;
  // SGDR Eq. (5): ηₜ = ½ η (1 + cos(π (t − T_w) / (T − T_w)))
  return linearWarmup(step, schedule) ?? (base / 2) * (1 + Math.cos((Math.PI * (step - warmup)) / (total - warmup)));
}
