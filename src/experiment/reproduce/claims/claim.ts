// What a claim is: the talk's statement, its measure, and the comparisons that decide it.
import type { Comparison } from "../../../run/claims-folder.ts";
import type { FinishedRuns } from "../finished-runs.ts";

export interface Claim {
  name: string;
  /** As the talk makes it. */
  statement: string;
  /** How it is measured here, in a sentence. */
  measure: string;
  /** From whatever is finished; without runs they still say what is expected. */
  compare(runs: FinishedRuns): Comparison[];
}
