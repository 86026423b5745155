// Claims about how hard the proxy task and its negatives are.
import { compare, type Question } from "../comparison.ts";
import { type FinishedRuns, measured } from "../finished-runs.ts";
import { queueSize } from "../grid.ts";
import {
  fallToLastRank,
  growth,
  hardCount,
  hardestOverEvenShare,
  late,
  lateProxyOfSteps,
  linearTop1,
  percent,
} from "../measures.ts";
import type { Claim } from "./claim.ts";

const proxy = late(({ proxyTop1 }) => percent(proxyTop1));
const proxyReal = late(({ proxyTop1Real }) => percent(proxyTop1Real));

const keys = (count: number) => count.toLocaleString("en-US");

export const harderProxyTask: Claim = {
  name: "harder-proxy-task",
  statement: "Mixing makes the proxy task harder",
  measure:
    "proxy accuracy (how often the positive outranks all negatives, synthetic ones included) over the last fifth of training",
  compare: (runs) => [
    compare({
      statement: "MoCHi's proxy accuracy lies below MoCo-v2's",
      ...{ unit: "%", expected: "below" },
      sides: [
        { label: "MoCHi", values: measured(runs, "mochi", proxy) },
        { label: "MoCo-v2", values: measured(runs, "moco-v2", proxy) },
      ],
    }),
    compare({
      statement: "against real negatives alone, MoCHi's proxy accuracy lies below MoCo-v2's",
      ...{ unit: "%", expected: "below", decides: false },
      sides: [
        { label: "MoCHi, real negatives", values: measured(runs, "mochi", proxyReal) },
        { label: "MoCo-v2", values: measured(runs, "moco-v2", proxyReal) },
      ],
    }),
  ],
};

export const fewHardNegatives: Claim = {
  name: "few-hard-negatives",
  statement: "Few negatives are hard, ever fewer as training goes on, and some always are",
  measure: `matching probability of MoCo-v2's negatives by rank, the hardest 1,024 of ${keys(queueSize)}; hard means at least a tenth of the hardest one's; early: the first fifth of training after the queue is full, late: the last fifth`,
  compare: (runs) => {
    const of = (label: string, measure: Parameters<typeof measured>[2]) =>
      [{ label, values: measured(runs, "moco-v2", measure) }] as const;
    return [
      compare({
        statement:
          "few: late, the 1,024th probability is less than a tenth of the first (log₁₀ of first ÷ 1,024th above 1)",
        ...{ unit: "", expected: "above", threshold: 1 },
        sides: of("MoCo-v2, late", late(fallToLastRank)),
      }),
      compare({
        statement:
          "ever fewer: the probabilities fall more steeply late than early (growth of log₁₀ of first ÷ 1,024th above 0)",
        ...{ unit: "", expected: "above", isDifference: true },
        sides: of("MoCo-v2, late − early", growth(fallToLastRank)),
      }),
      compare({
        statement:
          "some always are: late, the first probability is above ten times an even share (log₁₀ of the ratio above 1)",
        ...{ unit: "", expected: "above", threshold: 1 },
        sides: of("MoCo-v2, late", hardestOverEvenShare),
      }),
      compare({
        statement: "late, fewer than 1,024 are hard (1,024 is all that are looked at)",
        ...{ unit: "negatives", digits: 0, expected: "below", threshold: 1024, decides: false },
        sides: of("MoCo-v2, late", late(hardCount)),
      }),
    ];
  },
};

export const largerIsHarder: Claim = {
  name: "larger-is-harder",
  statement: "A larger batch (SimCLR) or memory (MoCo) gives harder negatives",
  measure: `proxy accuracy over the last fifth of training: batches of 128 against 32 at as many steps, K ${keys(queueSize)} against 1,024 at as many epochs; a task with harder negatives is solved less often`,
  compare: (runs) => [
    ...againstSize(runs, {
      measure: lateProxyOfSteps,
      larger: { label: "SimCLR, batches of 128", cell: "simclr-b-128" },
      smaller: { label: "SimCLR, batches of 32", cell: "simclr-b-32" },
      what: "in larger batches",
      remark: ", at as many steps and four times the images",
    }),
    ...againstSize(runs, {
      measure: proxyReal,
      larger: { label: `MoCo-v2, K ${keys(queueSize)}`, cell: "moco-v2" },
      smaller: { label: "MoCo-v2, K 1,024", cell: "moco-v2-k-1024" },
      what: "with the larger memory",
      remark: "",
    }),
  ],
};

interface Sizes {
  measure: Parameters<typeof measured>[2];
  larger: { label: string; cell: string };
  smaller: { label: string; cell: string };
  what: string;
  remark: string;
}

function againstSize(runs: FinishedRuns, { measure, larger, smaller, what, remark }: Sizes) {
  const sides = (of: Parameters<typeof measured>[2]): Question["sides"] => [
    { label: larger.label, values: measured(runs, larger.cell, of) },
    { label: smaller.label, values: measured(runs, smaller.cell, of) },
  ];
  return [
    compare({
      statement: `proxy accuracy is lower ${what}`,
      ...{ unit: "%", expected: "below" },
      sides: sides(measure),
    }),
    compare({
      statement: `linear top-1 is higher ${what}${remark}`,
      ...{ unit: "%", expected: "above", decides: false },
      sides: sides(linearTop1),
    }),
  ];
}
