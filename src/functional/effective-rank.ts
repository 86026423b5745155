// How many directions features use: the effective rank of their spread about the mean.
// Roy & Vetterli, EUSIPCO 2007; used on self-supervised features by Garrido et al., ICML 2023, arXiv 2210.02885 ("RankMe").
import { MochiError } from "../errors.ts";
import { mean, scope, sub, svdvals, type Tensor } from "../tensor/index.ts";

/**
 * The exponential of the entropy of the singular values, 1 … d; 0 where all rows are equal.
 * @param features `[n, d]`, two rows or more
 * @throws MochiError `shape-mismatch`
 */
export function effectiveRank(features: Tensor): number {
  if (features.shape.length !== 2 || features.length(0) < 2)
    throw new MochiError({
      code: "shape-mismatch",
      message: `effectiveRank: features are ${features}; expected [n, d]`,
    });
  return scope(() => {
    // differs from RankMe: about the mean, since features behind a ReLU share a direction that says nothing of them
    const values = svdvals(sub(features, mean(features, [0], true))).toNumbers(); // [min(n, d)]
    const total = values.reduce((sum, value) => sum + value, 0);
    if (!(total > 1e-6)) return 0;
    // Roy & Vetterli Eq. (3): exp(−Σ pₖ log pₖ) with pₖ = σₖ / Σ σ
    const shares = values.map((value) => value / total).filter((share) => share > 0);
    return Math.exp(-shares.reduce((sum, share) => sum + share * Math.log(share), 0));
  });
}
