// Principal components: the plane in which features vary most (Pearson, 1901), and features in fewer dimensions.
// Shapes: n points, D features, C the components.
import { div, matmul, mean, narrow, scope, sub, svd, type Tensor, t } from "../tensor/index.ts";

export interface PrincipalComponents {
  /** `[n, C]`, the points along the axes of largest variance, whose signs are arbitrary. */
  points: Tensor;
  /** Share of the variance along each axis, of 1. */
  varianceShares: number[];
}

/** @param features `[n, D]` @param count C, at most D */
export function principalComponents(features: Tensor, count: number): PrincipalComponents {
  return scope(() => {
    const centred = sub(features, mean(features, [0], true)); // [n, D]
    const covariance = div(matmul(t(centred), centred), features.length(0)); // [D, D]
    const { U: axes, S: variances } = svd(covariance); // [D, D], [D]
    const components = Math.min(count, features.length(1));
    const all = variances.toNumbers();
    const total = all.reduce((sum, value) => sum + value, 0);
    return {
      points: matmul(centred, narrow(axes, 1, 0, components)),
      varianceShares: all.slice(0, components).map((value) => (total > 0 ? value / total : 0)),
    };
  });
}
