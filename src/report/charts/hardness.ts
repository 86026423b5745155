// Chart: matching probability of the hardest negatives after training, rank by rank; synthetic ones apart.
import { count } from "../format.ts";
import { type BandPoint, meanCurve, seriesOf } from "../series.ts";
import type { Summary } from "../summary.ts";
import { type Curve, curveChart } from "./curve-chart.ts";
import type { Figure } from "./render.ts";

export function hardnessChart(summaries: readonly Summary[]): Figure | undefined {
  const analyses = summaries.flatMap(({ run }) => run.analyses.hardness ?? []);
  if (analyses.length === 0) return undefined;
  const curves = seriesOf(summaries).flatMap(({ label, members }): Curve[] => {
    const found = members.flatMap(({ run }) => run.analyses.hardness ?? []);
    const points = (all: readonly (readonly number[] | undefined)[]) =>
      meanCurve(all.flatMap((values) => (values && values.length > 0 ? [atRanks(values)] : [])));
    return [
      { series: label, part: "real negatives", points: points(found.map(({ probability }) => probability)) },
      {
        series: label,
        part: "synthetic negatives",
        points: points(found.map(({ syntheticProbability }) => syntheticProbability)),
      },
    ];
  });
  const largestError = 100 * Math.max(...analyses.map(({ probabilityError }) => probabilityError));
  return curveChart({
    name: "hardness",
    title: "Hardness after training",
    caption: `Mean over ${agreed(analyses.map(({ queries }) => queries))}queries. Real ones over the positive and the ${agreed(analyses.map(({ negatives }) => negatives))}real negatives; synthetic ones over the positive and all negatives. Standard error at most ${largestError.toFixed(1)} % of a real one's mean.`,
    x: { title: "rank of the negative, hardest first", isLog: true },
    y: { title: "matching probability", isLog: true },
    curves,
  });
}

/** The number that all runs have, to stand before a noun; nothing where they differ. */
function agreed(numbers: readonly number[]): string {
  return new Set(numbers).size === 1 ? `${count(numbers[0])} ` : "";
}

/** Every rank up to 16, then 40 of each power of ten: what a logarithmic axis shows. */
function atRanks(values: readonly number[]): BandPoint[] {
  const steps = Math.ceil(40 * Math.log10(values.length)) + 1;
  const ranks = Array.from({ length: steps }, (_, i) => Math.min(values.length, Math.round(10 ** (i / 40))));
  const dense = Array.from({ length: Math.min(16, values.length) }, (_, i) => i + 1);
  return [...new Set([...dense, ...ranks])].sort((a, b) => a - b).map((rank) => ({ x: rank, y: values[rank - 1]! }));
}
