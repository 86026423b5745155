// The momentum of a target network, which rises to 1 over the run.
// Grill et al., NeurIPS 2020, arXiv 2006.07733 ("BYOL"), §3.3.
import { checkNumber } from "./operands.ts";

/**
 * The momentum when a share of the run's steps is done.
 * @param share k/K in [0, 1]
 * @param base τ_base in [0, 1], the momentum of the first step
 * @throws MochiError `number-out-of-range`
 */
export function momentumSchedule(share: number, base: number): number {
  checkNumber("momentumSchedule", "share", share, "in [0, 1]", share >= 0 && share <= 1);
  checkNumber("momentumSchedule", "base", base, "in [0, 1]", base >= 0 && base <= 1);
  // BYOL §3.3: τ = 1 − (1 − τ_base) (cos(πk/K) + 1)/2
  return 1 - ((1 - base) * (Math.cos(Math.PI * share) + 1)) / 2;
}
