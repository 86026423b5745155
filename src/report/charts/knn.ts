// Chart: what the kNN monitor found after each epoch it looked at.
import type { EvaluationMetrics } from "../../run/types.ts";
import { count, percent } from "../format.ts";
import { meanCurve, seriesOf, shortened } from "../series.ts";
import type { Summary } from "../summary.ts";
import type { Point } from "./curve.ts";
import { BAND_CAPTION, bandLayer, chartSpec, type Layer, LINE, seriesColour, seriesDash } from "./layers.ts";
import type { Figure } from "./render.ts";

export function knnChart(summaries: readonly Summary[]): Figure | undefined {
  const looks = summaries.map(({ run }) => run.monitors.filter((line) => line.name === "knn"));
  const [first] = looks.filter((lines) => lines.length > 0);
  if (!first) return undefined;
  const series = seriesOf(summaries);
  const all = series.map(({ label }) => label);
  const curves = series
    .map(({ label, members }) => ({
      label,
      points: meanCurve(members.map(knnPoints).filter(({ length }) => length > 0)),
    }))
    .filter(({ points }) => points.length > 0);

  const labels = curves.map(({ label }) => label);
  const encoding = {
    x: { field: "x", type: "quantitative", title: "epochs trained", axis: { format: "~r", tickMinStep: 1 } },
    y: {
      field: "y",
      type: "quantitative",
      title: "kNN top-1 accuracy (%)",
      scale: { zero: false },
      axis: { format: "~r" },
    },
    ...seriesColour(labels, all),
  } as const;
  const values = curves.flatMap(({ label, points }) => points.map((point) => ({ ...shortened(point, 4), run: label })));
  const banded = values.filter(({ low }) => low !== undefined);
  const layers: Layer[] = [
    ...(banded.length > 0 ? [bandLayer(banded, encoding)] : []),
    { data: { values }, mark: LINE, encoding: { ...encoding, ...seriesDash(labels, all) } },
    { data: { values }, mark: { type: "point", filled: true, opacity: 1, size: 36 }, encoding },
  ];
  // The value itself, where it does not collide with those of other runs; below the curve, which seldom falls.
  const [only] = curves;
  if (only && curves.length === 1) {
    const { x, y } = only.points.at(-1)!;
    layers.push({
      data: { values: [{ x, y, text: percent(y) }] },
      mark: { type: "text", align: "right", baseline: "top", dx: 6, dy: 9, fontSize: 13, fontWeight: "bold" },
      encoding: { ...encoding, text: { field: "text", type: "nominal" } },
    });
  }
  return {
    name: "knn",
    title: "kNN accuracy",
    caption: `Weighted kNN as the monitor saw it during training${sample(first.at(-1)!)}.${banded.length > 0 ? ` ${BAND_CAPTION}` : ""}`,
    spec: chartSpec(layers, all.length > 1 ? curves.length : 0),
  };
}

function sample({ testImages, trainImages }: EvaluationMetrics): string {
  if (testImages === undefined || trainImages === undefined) return "";
  return `: ${count(testImages)} test images against ${count(trainImages)} training images`;
}

function knnPoints({ run }: Summary): Point[] {
  return run.monitors
    .filter(({ name }) => name === "knn")
    .map(({ epoch, top1 }) => ({ x: round(epoch), y: round(top1) }));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
