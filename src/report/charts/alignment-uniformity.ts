// Charts: alignment and uniformity of several runs, against linear accuracy and against each other.
import { seriesOf } from "../series.ts";
import type { Summary } from "../summary.ts";
import type { Figure } from "./render.ts";
import { type ScatterPoint, scatterChart } from "./scatter-chart.ts";

const ALIGNMENT = "alignment: mean ‖x − y‖²";
const UNIFORMITY = "uniformity: log mean e^(−2‖x − y‖²)";
const TOP1 = "linear top-1 accuracy (%)";
const SOURCE =
  "Wang & Isola, ICML 2020, on the test images. Lower alignment: images of a class lie closer together; lower uniformity: all images lie more evenly apart.";

interface Measured {
  series: string;
  alignment: number;
  uniformity: number;
  top1: number | undefined;
}

/** Three figures for the features after the encoder, and as many for those after the head. */
export function alignmentUniformityCharts(summaries: readonly Summary[]): Figure[] {
  return (["encoder", "head"] as const).flatMap((part) => {
    const all = seriesOf(summaries).flatMap(({ label, members }) =>
      members.flatMap(({ run, linear }): Measured[] => {
        const analysis = run.analyses["alignment-uniformity"];
        const scores = analysis?.[part];
        const top1 = analysis?.linearTop1 ?? linear?.mean.top1;
        return scores ? [{ series: label, ...scores, top1 }] : [];
      }),
    );
    const against = (score: "alignment" | "uniformity") =>
      all.flatMap(({ series, top1, [score]: x }): ScatterPoint[] =>
        top1 === undefined ? [] : [{ series, x, y: top1 }],
      );
    const where = `features after the ${part}`;
    return [
      scatterChart({
        name: `alignment-uniformity-${part}`,
        title: `Alignment against uniformity: ${where}`,
        caption: SOURCE,
        xTitle: ALIGNMENT,
        yTitle: UNIFORMITY,
        points: all.map(({ series, alignment, uniformity }) => ({ series, x: alignment, y: uniformity })),
      }),
      scatterChart({
        name: `alignment-top1-${part}`,
        title: `Alignment and accuracy: ${where}`,
        caption: SOURCE,
        xTitle: ALIGNMENT,
        yTitle: TOP1,
        points: against("alignment"),
      }),
      scatterChart({
        name: `uniformity-top1-${part}`,
        title: `Uniformity and accuracy: ${where}`,
        caption: SOURCE,
        xTitle: UNIFORMITY,
        yTitle: TOP1,
        points: against("uniformity"),
      }),
    ].filter((figure) => figure !== undefined);
  });
}
