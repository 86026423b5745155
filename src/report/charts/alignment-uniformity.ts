// Charts: alignment and uniformity of several runs, against linear accuracy and against each other.
import { seriesOf } from "../series.ts";
import type { Summary } from "../summary.ts";
import type { Figure } from "./render.ts";
import { scatterChart } from "./scatter-chart.ts";

const ALIGNMENT = "alignment: mean ‖x − y‖²";
const UNIFORMITY = "uniformity: log mean e^(−2‖x − y‖²)";
const TOP1 = "linear top-1 accuracy (%)";
const SOURCE =
  "Wang & Isola, ICML 2020. Lower alignment: images of a class lie closer together; lower uniformity: all images lie more evenly apart.";

interface Measured {
  series: string;
  alignment: number;
  uniformity: number;
  top1: number | undefined;
}

/** Alignment against uniformity, then each against accuracy: after the encoder, and beside it after the head. */
export function alignmentUniformityCharts(summaries: readonly Summary[]): Figure[] {
  const names = seriesOf(summaries).map(({ label }) => label);
  const parts = (["encoder", "head"] as const).map((part) => ({ part, all: measured(summaries, part) }));
  const against = (score: "alignment" | "uniformity", xTitle: string) =>
    parts.map(({ part, all }) =>
      scatterChart({
        name: `${score}-top1-${part}`,
        title: `${score === "alignment" ? "Alignment" : "Uniformity"} and accuracy, after the ${part}`,
        caption: SOURCE,
        xTitle,
        yTitle: TOP1,
        all: names,
        points: all.flatMap(({ series, top1, [score]: x }) => (top1 === undefined ? [] : [{ series, x, y: top1 }])),
      }),
    );
  const figures = [
    ...parts.map(({ part, all }) =>
      scatterChart({
        name: `alignment-uniformity-${part}`,
        title: `Alignment and uniformity, after the ${part}`,
        caption: SOURCE,
        xTitle: ALIGNMENT,
        yTitle: UNIFORMITY,
        all: names,
        points: all.map(({ series, alignment, uniformity }) => ({ series, x: alignment, y: uniformity })),
      }),
    ),
    ...against("alignment", ALIGNMENT),
    ...against("uniformity", UNIFORMITY),
  ];
  return figures.filter((figure) => figure !== undefined);
}

function measured(summaries: readonly Summary[], part: "encoder" | "head"): Measured[] {
  return seriesOf(summaries).flatMap(({ label, members }) =>
    members.flatMap(({ run, linear }) => {
      const analysis = run.analyses["alignment-uniformity"];
      const { alignment = Number.NaN, uniformity = Number.NaN } = analysis?.[part] ?? {};
      return Number.isFinite(alignment)
        ? [{ series: label, alignment, uniformity, top1: linear?.mean.top1 ?? analysis?.linearTop1 }]
        : [];
    }),
  );
}
