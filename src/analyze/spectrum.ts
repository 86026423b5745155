// Spectrum: how much of its room a representation uses, by the singular values of the features about their mean.
// Jing et al., ICLR 2022, arXiv 2110.09348; Garrido et al., ICML 2023, arXiv 2210.02885 ("RankMe").
// Shapes: n images, D features.
import { effectiveRank, normalize } from "../functional/index.ts";
import { mean, scope, sub, svdvals, type Tensor } from "../tensor/index.ts";

/**
 * @param features `[n, D]`, n ≥ 2
 * @returns the singular values of the centred unit features over √n, falling: deviations along the principal axes
 */
export function spectrumOf(features: Tensor): { singularValues: number[]; effectiveRank: number } {
  return scope(() => {
    const unit = normalize(features); // [n, D]
    const values = svdvals(sub(unit, mean(unit, [0], true))).toNumbers(); // [min(n, D)]
    const root = Math.sqrt(features.length(0));
    return { singularValues: values.map((value) => value / root), effectiveRank: effectiveRank(unit) };
  });
}
