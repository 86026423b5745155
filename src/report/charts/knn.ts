// Chart: what the kNN monitor found after each epoch it looked at.
import { percent } from "../format.ts";
import type { Summary } from "../summary.ts";
import type { Figure } from "./render.ts";
import { chartSpec, type Layer, seriesEncoding } from "./step-chart.ts";

export function knnChart(summaries: readonly Summary[]): Figure | undefined {
  const curves = summaries
    .map(({ run, label }) => ({ label, points: run.monitors.filter((line) => line.name === "knn") }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return undefined;

  const encoding = {
    x: { field: "x", type: "quantitative", title: "epochs trained", axis: { format: "~r", tickMinStep: 1 } },
    y: { field: "y", type: "quantitative", title: "kNN top-1 accuracy (%)", scale: { zero: false }, axis: { format: "~r" } },
    ...seriesEncoding(curves.map(({ label }) => label)),
  } as const;
  const values = curves.flatMap(({ label, points }) => points.map(({ epoch, top1 }) => ({ x: epoch, y: top1, run: label })));
  const last = curves.map(({ label, points }) => {
    const { epoch, top1 } = points.at(-1)!;
    return { x: epoch, y: top1, run: label, text: percent(top1) };
  });
  const { strokeDash: _, ...undashed } = { strokeDash: undefined, ...encoding };
  const layers: Layer[] = [
    { data: { values }, mark: { type: "line", strokeWidth: 2.25, strokeJoin: "round" }, encoding },
    { data: { values }, mark: { type: "point", filled: true, opacity: 1, size: 36 }, encoding: undashed },
    {
      data: { values: last },
      mark: { type: "text", align: "right", baseline: "bottom", dx: 4, dy: -7, fontSize: 12, fontWeight: "bold" },
      encoding: { ...undashed, text: { field: "text", type: "nominal" } },
    },
  ];
  return {
    name: "knn",
    title: "kNN accuracy",
    caption: "Weighted kNN classifier on the features of the test images, as the monitor saw it during training.",
    spec: chartSpec(layers, curves.length),
  };
}
