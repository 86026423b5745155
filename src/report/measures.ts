// The numbers that analyses found, with their uncertainty, as tables: of one run downwards, of several side by side.
import type { Analyses, Estimate } from "../run/analyses.ts";
import type { Run } from "../run/types.ts";
import { NOTHING } from "./format.ts";
import { type Html, html } from "./html.ts";
import type { Series } from "./series.ts";
import { type Summary, spreadOver } from "./summary.ts";
import { type Cell, type Column, table } from "./table.ts";
import { tableWithMeans } from "./tables.ts";

interface Measure {
  /** With the unit. */
  title: string;
  from: keyof Analyses;
  digits: number;
  value: (analyses: Analyses) => Estimate | undefined;
}

const share = (estimate: Estimate | undefined): Estimate | undefined =>
  estimate && {
    mean: 100 * estimate.mean,
    ...(estimate.standardError !== undefined && { standardError: 100 * estimate.standardError }),
  };
// Of a data set without two images of one class, alignment is no number, which JSON writes as null.
const exact = (mean: number | null | undefined): Estimate | undefined =>
  typeof mean === "number" && Number.isFinite(mean) ? { mean } : undefined;

const NEGATIVES: readonly Measure[] = [
  {
    title: "Proxy accuracy, real negatives (%)",
    from: "proxy-task",
    digits: 2,
    value: (analyses) => share(analyses["proxy-task"]?.real),
  },
  {
    title: "Proxy accuracy, with synthetic ones (%)",
    from: "proxy-task",
    digits: 2,
    value: (analyses) => share(analyses["proxy-task"]?.withSynthetic),
  },
  {
    title: "Gradient on the hardest real ones, up to 1,024 (%)",
    from: "hardness",
    digits: 2,
    value: ({ hardness }) => share(hardness?.topGradientShare),
  },
  {
    title: "Gradient on synthetic ones (%)",
    from: "hardness",
    digits: 2,
    value: ({ hardness }) => share(hardness?.syntheticGradientShare),
  },
  {
    title: "False among the hardest, up to 1,024 (%)",
    from: "false-negatives",
    digits: 2,
    value: (analyses) => share(analyses["false-negatives"]?.falseTop),
  },
  {
    title: "Base rate of the query’s class (%)",
    from: "false-negatives",
    digits: 2,
    value: (analyses) => share(analyses["false-negatives"]?.base),
  },
  {
    title: "Lift over the base rate (×)",
    from: "false-negatives",
    digits: 2,
    value: (analyses) => analyses["false-negatives"]?.lift,
  },
  {
    title: "Pair-mixed, definitely false (%)",
    from: "false-negatives",
    digits: 2,
    value: (analyses) => share(analyses["false-negatives"]?.pairs),
  },
  {
    title: "Pair-mixed, lift over the base rate squared (×)",
    from: "false-negatives",
    digits: 2,
    value: (analyses) => analyses["false-negatives"]?.pairs?.lift,
  },
  {
    title: "Query-mixed, definitely false (%)",
    from: "false-negatives",
    digits: 2,
    value: (analyses) => share(analyses["false-negatives"]?.withQuery),
  },
  {
    title: "Query-mixed, lift over the base rate (×)",
    from: "false-negatives",
    digits: 2,
    value: (analyses) => analyses["false-negatives"]?.withQuery?.lift,
  },
];

const FEATURES: readonly Measure[] = [
  ...(["encoder", "head"] as const).flatMap((part): Measure[] => [
    {
      title: `Alignment after the ${part}`,
      from: "alignment-uniformity",
      digits: 3,
      value: (analyses) => exact(analyses["alignment-uniformity"]?.[part]?.alignment),
    },
    {
      title: `Uniformity after the ${part}`,
      from: "alignment-uniformity",
      digits: 3,
      value: (analyses) => exact(analyses["alignment-uniformity"]?.[part]?.uniformity),
    },
    {
      title: `Effective rank after the ${part}`,
      from: "spectrum",
      digits: 1,
      value: ({ spectrum }) => exact(spectrum?.[part]?.effectiveRank),
    },
  ]),
  {
    title: "kNN top-1 of the confusion (%)",
    from: "confusion",
    digits: 2,
    value: ({ confusion }) => exact(confusion?.top1),
  },
];

/** Undefined where no run was analysed. */
export function measuresTable(summaries: readonly Summary[]): Html | undefined {
  const [only, ...others] = summaries;
  if (!only) return undefined;
  const tables =
    others.length === 0 ? [measuresOf(only.run)] : [NEGATIVES, FEATURES].map((all) => compared(summaries, all));
  if (tables.every((one) => one === undefined)) return undefined;
  return html`${tables}<p><small>± after a single run: the standard error over its queries; after several seeds: their standard deviation. Without: over all images that the analysis names, or a single seed. A lower alignment is a closer one, a lower uniformity a more even one.</small></p>`;
}

function measuresOf({ analyses }: Run): Html | undefined {
  const rows = [...NEGATIVES, ...FEATURES].flatMap((measure): Cell[][] => {
    const estimate = measure.value(analyses);
    if (!estimate) return [];
    return [
      [{ content: measure.title }, cellOf(measure, estimate), { content: analyses[measure.from]?.note ?? NOTHING }],
    ];
  });
  if (rows.length === 0) return undefined;
  return table([{ title: "Measure" }, { title: "Value", isNumeric: true }, { title: "Over what" }], rows, {
    asCards: true,
  });
}

/** A row per run, and one per configuration of several seeds; columns that no run has are left out. */
function compared(summaries: readonly Summary[], measures: readonly Measure[]): Html | undefined {
  const found = measures.filter(({ value }) => summaries.some(({ run }) => value(run.analyses) !== undefined));
  if (found.length === 0) return undefined;
  const ofRun = ({ run, label }: Summary): Cell[] => [
    { content: html`<b>${label}</b>`, sortBy: label },
    ...found.map((measure) => cellOf(measure, measure.value(run.analyses))),
  ];
  const ofMean = ({ label, members }: Series): Cell[] => [
    { content: `${label}: mean` },
    ...found.map((measure) => {
      const over = spreadOver(members, ({ run }) => measure.value(run.analyses)?.mean);
      return cellOf(measure, over && { mean: over.mean, standardError: over.std });
    }),
  ];
  const columns: Column[] = [{ title: "Run" }, ...found.map(({ title }) => ({ title, isNumeric: true }))];
  return tableWithMeans(columns, summaries, { ofRun, ofMean });
}

function cellOf({ digits }: Measure, estimate: Estimate | undefined): Cell {
  if (!estimate) return { content: NOTHING };
  const { mean, standardError } = estimate;
  const uncertainty = standardError === undefined ? "" : ` ± ${standardError.toFixed(digits)}`;
  return { content: `${mean.toFixed(digits).replace("-", "−")}${uncertainty}`, sortBy: mean };
}
