// Chart: singular values of the features after the encoder and after the head.
import { count } from "../format.ts";
import { type BandPoint, meanCurve, seriesOf } from "../series.ts";
import type { Summary } from "../summary.ts";
import { type Curve, curveChart } from "./curve-chart.ts";
import type { Figure } from "./render.ts";

export function spectrumChart(summaries: readonly Summary[]): Figure | undefined {
  const [first] = summaries.flatMap(({ run }) => run.analyses.spectrum ?? []);
  if (!first) return undefined;
  const curves = seriesOf(summaries).flatMap(({ label, members }) =>
    (["encoder", "head"] as const).map((part): Curve => {
      const found = members.flatMap(({ run }) => run.analyses.spectrum?.[part] ?? []);
      return {
        series: label,
        part: `after the ${part}`,
        points: meanCurve(found.map(({ singularValues }) => points(singularValues))),
      };
    }),
  );
  return curveChart({
    name: "spectrum",
    title: "Spectrum of the features",
    caption: `Singular values of the centred unit features of ${count(first.images)} images, divided by √n: the deviation along each direction. ${first.note}`,
    x: { title: "direction, widest first" },
    y: { title: "singular value ÷ √n", isLog: true },
    curves,
  });
}

// Directions that the features do not use at all are rounding errors, which would set the scale.
function points(values: readonly number[]): BandPoint[] {
  const least = 1e-4 * (values[0] ?? 0);
  return values.flatMap((y, i) => (y > least ? [{ x: i + 1, y }] : []));
}
