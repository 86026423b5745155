// Collapse: whether an encoder tells images apart at all, judged by the spread of its features over a probe batch.
import type { CropDeclaration } from "../augment/index.ts";
import type { Dataset } from "../data/dataset.ts";
import { effectiveRank, normalize } from "../functional/index.ts";
import { meanAll, scope, sqrt, type Tensor, variance } from "../tensor/index.ts";
import { type Encode, extractFeatures } from "./features.ts";

export interface Spread {
  /** Directions that the unit features use about their mean. */
  effectiveRank: number;
  /** Mean standard deviation of the coordinates of the unit features, times √d: 1 when they are spread evenly. */
  deviation: number;
}

/** Below either, features count as collapsed. */
export const collapseLimits: Spread = { effectiveRank: 5, deviation: 0.1 };

/** @param features `[n, d]` */
export function spreadOf(features: Tensor): Spread {
  return scope(() => {
    const unit = normalize(features); // [n, d]
    const deviations = sqrt(variance(unit, [0], false)); // [d]
    return {
      effectiveRank: effectiveRank(unit),
      deviation: meanAll(deviations).item() * Math.sqrt(features.length(1)),
    };
  });
}

/** Which limits are broken, in words; empty where none is. */
export function signsOfCollapse({ effectiveRank, deviation }: Spread): string[] {
  return [
    ...(effectiveRank < collapseLimits.effectiveRank
      ? [`effective rank ${effectiveRank.toFixed(1)}, below ${collapseLimits.effectiveRank}`]
      : []),
    ...(deviation < collapseLimits.deviation
      ? [`mean deviation ${deviation.toFixed(3)}/√d, below ${collapseLimits.deviation}/√d`]
      : []),
  ];
}

/** The spread of an encoder's features over the images `ids`. */
export async function probeSpread(
  data: Dataset,
  encode: Encode,
  options: { size: number; view: CropDeclaration; ids: Int32Array },
): Promise<Spread> {
  const { size, view, ids: indices } = options;
  const features = await extractFeatures(data, encode, { size, view, indices });
  try {
    return spreadOf(features);
  } finally {
    features.dispose();
  }
}
