// Chart: what the kNN monitor found after each epoch it looked at.
import type { EvaluationMetrics } from "../../run/types.ts";
import { count, percent } from "../format.ts";
import type { Summary } from "../summary.ts";
import type { Figure } from "./render.ts";
import { chartSpec, type Layer, LINE, seriesColour, seriesDash } from "./step-chart.ts";

export function knnChart(summaries: readonly Summary[]): Figure | undefined {
  const curves = summaries
    .map(({ run, label }) => ({ label, points: run.monitors.filter((line) => line.name === "knn") }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return undefined;

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
    ...seriesColour(labels),
  } as const;
  const values = curves.flatMap(({ label, points }) =>
    points.map(({ epoch, top1 }) => ({ x: round(epoch), y: round(top1), run: label })),
  );
  const layers: Layer[] = [
    { data: { values }, mark: LINE, encoding: { ...encoding, ...seriesDash(labels) } },
    { data: { values }, mark: { type: "point", filled: true, opacity: 1, size: 36 }, encoding },
  ];
  // The value itself, where it does not collide with those of other runs; below the curve, which seldom falls.
  const [only] = curves;
  if (only && curves.length === 1) {
    const { epoch, top1 } = only.points.at(-1)!;
    layers.push({
      data: { values: [{ x: round(epoch), y: round(top1), text: percent(top1) }] },
      mark: { type: "text", align: "right", baseline: "top", dx: 6, dy: 9, fontSize: 13, fontWeight: "bold" },
      encoding: { ...encoding, text: { field: "text", type: "nominal" } },
    });
  }
  return {
    name: "knn",
    title: "kNN accuracy",
    caption: `Weighted kNN as the monitor saw it during training${sample(curves[0]!.points.at(-1)!)}.`,
    spec: chartSpec(layers, curves.length),
  };
}

function sample({ testImages, trainImages }: EvaluationMetrics): string {
  if (testImages === undefined || trainImages === undefined) return "";
  return `: ${count(testImages)} test images against ${count(trainImages)} training images`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
