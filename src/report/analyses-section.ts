// The analyses on the page: their numbers in a table, their figures, the map and the queries under the microscope.
import type { Estimate } from "../run/types.ts";
import type { DrawnFigure } from "./charts/render.ts";
import { drawnFigure } from "./drawn-figure.ts";
import { NOTHING } from "./format.ts";
import { type Html, html } from "./html.ts";
import { mapFigures } from "./map-figure.ts";
import { microscopeFigure } from "./microscope.ts";
import type { Summary } from "./summary.ts";
import { type Cell, type Column, table } from "./table.ts";

/** Undefined where no run was analyzed. Map and microscope are of a single run: of several they would fill the page. */
export async function analysesSection(
  summaries: readonly Summary[],
  figures: readonly DrawnFigure[],
): Promise<Html | undefined> {
  if (summaries.every(({ run }) => Object.keys(run.analyses).length === 0)) return undefined;
  const [{ run }] = summaries as [Summary];
  const { map, microscope } = summaries.length === 1 ? run.analyses : {};
  const { map: mapPng, microscope: microscopePng } = run.sprites;
  return html`<section id="analyses"><h2>Feature space and negatives</h2>
${analysesTable(summaries)}
<div class="figures">
${figures.map(drawnFigure)}${map && mapPng && (await mapFigures(map, mapPng))}</div>
${microscope && microscopePng && microscopeFigure(microscope, microscopePng)}
</section>`;
}

interface Quantity {
  title: string;
  value(summary: Summary): Estimate | undefined;
  /** Decimals. */
  digits: number;
  isShare?: boolean;
}

const exact = (mean: number | undefined): Estimate | undefined => (mean === undefined ? undefined : { mean });

const QUANTITIES: readonly Quantity[] = [
  { title: "Proxy top-1 (%)", isShare: true, digits: 1, value: ({ run }) => run.analyses["proxy-task"]?.real },
  {
    title: "… with synthetic (%)",
    isShare: true,
    digits: 1,
    value: ({ run }) => run.analyses["proxy-task"]?.withSynthetic,
  },
  {
    title: "Gradient on the hardest (%)",
    isShare: true,
    digits: 1,
    value: ({ run }) => run.analyses.hardness?.topGradientShare,
  },
  {
    title: "… on synthetic (%)",
    isShare: true,
    digits: 1,
    value: ({ run }) => run.analyses.hardness?.syntheticGradientShare,
  },
  {
    title: "False among the hardest (%)",
    isShare: true,
    digits: 2,
    value: ({ run }) => run.analyses["false-negatives"]?.falseTop,
  },
  { title: "… among all (%)", isShare: true, digits: 2, value: ({ run }) => run.analyses["false-negatives"]?.base },
  { title: "Lift", digits: 2, value: ({ run }) => exact(run.analyses["false-negatives"]?.lift) },
  { title: "False pairs (%)", isShare: true, digits: 2, value: ({ run }) => run.analyses["false-negatives"]?.pairs },
  {
    title: "False query-mixed (%)",
    isShare: true,
    digits: 2,
    value: ({ run }) => run.analyses["false-negatives"]?.withQuery,
  },
  {
    title: "Alignment, encoder",
    digits: 3,
    value: ({ run }) => exact(run.analyses["alignment-uniformity"]?.encoder.alignment),
  },
  {
    title: "Uniformity, encoder",
    digits: 3,
    value: ({ run }) => exact(run.analyses["alignment-uniformity"]?.encoder.uniformity),
  },
  {
    title: "Alignment, head",
    digits: 3,
    value: ({ run }) => exact(run.analyses["alignment-uniformity"]?.head?.alignment),
  },
  {
    title: "Uniformity, head",
    digits: 3,
    value: ({ run }) => exact(run.analyses["alignment-uniformity"]?.head?.uniformity),
  },
  {
    title: "Effective rank, encoder",
    digits: 1,
    value: ({ run }) => exact(run.analyses.spectrum?.encoder.effectiveRank),
  },
  { title: "Effective rank, head", digits: 1, value: ({ run }) => exact(run.analyses.spectrum?.head?.effectiveRank) },
];

/** Of one run a row for each quantity, of several a row for each run; ± is the standard error of a sample. */
function analysesTable(summaries: readonly Summary[]): Html {
  const analyzed = summaries.filter(({ run }) => Object.keys(run.analyses).length > 0);
  const shown = QUANTITIES.filter(({ value }) => analyzed.some((summary) => value(summary)));
  const cell = (quantity: Quantity, summary: Summary): Cell => {
    const found = quantity.value(summary);
    return { content: estimateText(found, quantity), sortBy: found?.mean };
  };
  const note = html`<p><small>± is the standard error over the queries; numbers without one are exact. Shares “false” are of the query’s class, by the labels.</small></p>`;
  if (summaries.length === 1) {
    const columns: Column[] = [{ title: "Quantity" }, { title: "Value", isNumeric: true }];
    const spelled = (place: number) => {
      const { title } = shown[place]!;
      return title.startsWith("… ") ? `${shown[place - 1]!.title.split(" (")[0]!.split(" ")[0]} ${title}` : title;
    };
    return html`${table(
      columns,
      shown.map((quantity, place) => [{ content: spelled(place) }, cell(quantity, summaries[0]!)]),
    )}${note}`;
  }
  const columns: Column[] = [{ title: "Run" }, ...shown.map(({ title }) => ({ title, isNumeric: true }))];
  const rows = analyzed.map((summary): Cell[] => [
    { content: html`<b>${summary.label}</b>`, sortBy: summary.label },
    ...shown.map((quantity) => cell(quantity, summary)),
  ]);
  return html`${table(columns, rows, { asCards: true })}${note}`;
}

function estimateText(found: Estimate | undefined, { digits, isShare }: Quantity): string {
  if (!found) return NOTHING;
  const scale = isShare ? 100 : 1;
  const text = (value: number) => (scale * value).toFixed(digits);
  return found.standardError === undefined ? text(found.mean) : `${text(found.mean)} ± ${text(found.standardError)}`;
}
