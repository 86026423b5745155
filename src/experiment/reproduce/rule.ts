// The rule by which claims are judged, in words; it is written down with the plan.
import { confidence, fewestPairs } from "./verdict.ts";

/** One sentence each. */
export const ruleOfVerdicts: readonly string[] = [
  `A comparison is paired: for each seed one number, the difference of two runs of that seed, or what one run shows. Its interval is Student's ${100 * confidence} % interval of the mean over the seeds.`,
  "A comparison holds where the whole interval lies on the expected side of its threshold (0 unless another is written beside it), and does not hold where the whole interval lies on the other side. Else it is undecided at this scale.",
  `Below ${fewestPairs} seeds it is undecided.`,
  "A claim holds where all comparisons that decide it hold, does not hold where one of them does not, and is undecided else. Comparisons that are shown only decide nothing.",
  "Each interval stands for itself: nothing is corrected for the number of comparisons.",
  "No run is left out but one that failed, and failed runs are named.",
];
