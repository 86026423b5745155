// The claims of the talk in the order of the table, and what a set of runs says of all of them.
import type { ClaimResult } from "../../../run/claims-folder.ts";
import type { FinishedRuns } from "../finished-runs.ts";
import { verdictOfAll } from "../verdict.ts";
import { gainsForMost, linearKept, longerTraining, oracleClosesGap, temperature } from "./accuracy.ts";
import type { Claim } from "./claim.ts";
import { fewHardNegatives, harderProxyTask, largerIsHarder } from "./difficulty.ts";
import { alignmentAndUniformity, falseNegatives } from "./features.ts";
import { fasterLearning } from "./speed.ts";

export const claims: readonly Claim[] = [
  harderProxyTask,
  gainsForMost,
  fasterLearning,
  fewHardNegatives,
  falseNegatives,
  alignmentAndUniformity,
  oracleClosesGap,
  linearKept,
  longerTraining,
  largerIsHarder,
  temperature,
];

/** Every claim with its numbers and verdict; without runs: what is expected of them. */
export function judge(runs: FinishedRuns): ClaimResult[] {
  return claims.map(({ name, statement, measure, compare }) => {
    const comparisons = compare(runs);
    return { name, statement, measure, comparisons, ...verdictOfAll(comparisons) };
  });
}
