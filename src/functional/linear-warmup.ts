// The linear warm-up that schedules begin with.
// Goyal et al., 2017, arXiv 1706.02677 §2.2.

export interface Warmup {
  /** The full learning rate. */
  base: number;
  /** Steps of warm-up; none unless given. */
  warmup?: number;
  /** Start at 0 and reach `base` in step `warmup`, not in the one before it. */
  startsAtZero?: boolean;
}

/** The learning rate at `step` (0-based) of the warm-up, or undefined once it is over. */
export function linearWarmup(step: number, { base, warmup = 0, startsAtZero = false }: Warmup): number | undefined {
  if (step >= warmup) return undefined;
  // Goyal et al. §2.2: ηₜ = η (t + 1) / T_w; starting at zero η t / T_w
  return (base * (startsAtZero ? step : step + 1)) / warmup;
}
