// Claims about the feature space: false negatives by the class oracle, alignment and uniformity.
import { compare, type Question } from "../comparison.ts";
import { type FinishedRuns, type Measure, measured } from "../finished-runs.ts";
import { alignment, growth, late, lateFalseSynthetic, percent, uniformity } from "../measures.ts";
import type { Claim } from "./claim.ts";

type Named = [label: string, cell: string];

const supervised: Named = ["supervised", "supervised"];
const baseline: Named = ["MoCo-v2", "moco-v2"];
const mainMochi: Named = ["MoCHi", "mochi"];

const side = (runs: FinishedRuns, [label, cell]: Named, measure: Measure) => ({
  label,
  values: measured(runs, cell, measure),
});
const sides = (runs: FinishedRuns, first: Named, second: Named, measure: Measure): Question["sides"] => [
  side(runs, first, measure),
  side(runs, second, measure),
];

const falseTop = late(({ falseTop }) => percent(falseTop));
const falseTopGrowth = growth(({ falseTop }) => percent(falseTop));
// A small percentage, in the talk's words.
const fewPerCent = 10;

export const falseNegatives: Claim = {
  name: "false-negatives",
  statement:
    "False negatives in the top k grow with training; MoCHi has fewer than MoCo-v2; few synthetic ones are definitely false",
  measure: `share of the hardest 1,024 real negatives that are of the query's class, late and early as above; of synthetic ones, the share whose parents from the queue are all of its class, few being below ${fewPerCent} %`,
  compare: (runs) => [
    compare({
      statement: "MoCo-v2's false negatives in the top 1,024 grow with training",
      ...{ unit: "%", expected: "above", isDifference: true },
      sides: [side(runs, ["MoCo-v2, late − early", "moco-v2"], falseTopGrowth)],
    }),
    compare({
      statement: "MoCHi has fewer false negatives in the top 1,024 than MoCo-v2, late",
      ...{ unit: "%", expected: "below" },
      sides: sides(runs, mainMochi, baseline, falseTop),
    }),
    compare({
      statement: `less than ${fewPerCent} % of MoCHi's synthetic negatives are definitely false, late`,
      ...{ unit: "%", expected: "below", threshold: fewPerCent },
      sides: [side(runs, mainMochi, lateFalseSynthetic)],
    }),
    compare({
      statement: "a share of all real negatives is of the query's class by chance",
      ...{ unit: "%", expected: "above", decides: false },
      sides: [
        side(
          runs,
          baseline,
          late(({ falseBase }) => percent(falseBase)),
        ),
      ],
    }),
    compare({
      statement: `less than ${fewPerCent} % of the pair-mixed ones are definitely false`,
      ...{ unit: "%", expected: "below", threshold: fewPerCent, decides: false },
      sides: [
        side(
          runs,
          mainMochi,
          late(({ falsePairs }) => percent(falsePairs)),
        ),
      ],
    }),
    compare({
      statement: `less than ${fewPerCent} % of the query-mixed ones are definitely false`,
      ...{ unit: "%", expected: "below", threshold: fewPerCent, decides: false },
      sides: [
        side(
          runs,
          mainMochi,
          late(({ falseWithQuery }) => percent(falseWithQuery)),
        ),
      ],
    }),
  ],
};

export const alignmentAndUniformity: Claim = {
  name: "alignment-and-uniformity",
  statement: "Alignment: supervised > MoCo > MoCHi; uniformity: MoCHi > MoCo > supervised",
  measure:
    "features after the encoder, test images: mean squared distance of pairs of a class (lower: better aligned), and log mean e^(−2 · squared distance) of all pairs (lower: more uniform)",
  compare(runs) {
    const ordered = (statement: string, lower: Named, higher: Named, measure: Measure, decides = true) =>
      compare({
        statement,
        ...{ unit: "", digits: 3, expected: "below", decides },
        sides: sides(runs, lower, higher, measure),
      });
    return [
      ordered("supervised is better aligned than MoCo-v2 (lower distance)", supervised, baseline, alignment),
      ordered("MoCo-v2 is better aligned than MoCHi (lower distance)", baseline, mainMochi, alignment),
      ordered("MoCHi is more uniform than MoCo-v2 (lower value)", mainMochi, baseline, uniformity),
      ordered("MoCo-v2 is more uniform than supervised (lower value)", baseline, supervised, uniformity),
      ordered(
        "MoCo-v2's oracle is better aligned than MoCo-v2 (lower distance)",
        ["MoCo-v2 oracle", "moco-v2-oracle"],
        baseline,
        alignment,
        false,
      ),
    ];
  },
};
