// A quantity over the training steps, one line per run: what loss, proxy accuracy and learning rate have in common.
import type { TopLevelSpec } from "vega-lite";
import type { StepMetrics } from "../../run/types.ts";
import type { Summary } from "../summary.ts";
import { runningMean, smoothingWindow, stepPoints, thinOut } from "./curve.ts";
import { type TrainingEvent, trainingEvents } from "./events.ts";
import type { Figure } from "./render.ts";
import { CHART_HEIGHT, CHART_WIDTH, SERIES_COLOURS, SERIES_DASHES } from "./theme.ts";

export interface StepQuantity {
  name: string;
  title: string;
  /** With the unit. */
  axisTitle: string;
  value: (line: StepMetrics) => number | undefined;
  /** Significant digits kept. */
  digits: number;
  /** Whether single steps scatter, so that a running mean says more. */
  isNoisy: boolean;
}

/** A layer of a chart, as vega-lite's own types have it. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>["layer"][number];

/** The figure, or undefined where no run has the quantity. */
export function stepChart(summaries: readonly Summary[], quantity: StepQuantity): Figure | undefined {
  const { name, title, axisTitle, isNoisy } = quantity;
  const curves = summaries
    .map(({ run, label }) => ({ label, points: stepPoints(run.steps, quantity.value) }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return undefined;

  const window = Math.max(...curves.map(({ points }) => smoothingWindow(points)));
  const values = (curve: (typeof curves)[number], isMean: boolean) =>
    thinOut(isMean ? runningMean(curve.points, window) : curve.points).map(({ x, y }) => ({
      x,
      y: Number(y.toPrecision(quantity.digits)),
      run: curve.label,
    }));
  const encoding = {
    x: { field: "x", type: "quantitative", title: "training step", axis: { format: ",d", tickMinStep: 1 } },
    y: { field: "y", type: "quantitative", title: axisTitle, scale: { zero: false }, axis: { format: "~r" } },
    ...seriesEncoding(curves.map(({ label }) => label)),
  } as const;
  const lines = (isMean: boolean, mark: object): Layer => ({
    data: { values: curves.flatMap((curve) => values(curve, isMean)) },
    mark: { type: "line", strokeJoin: "round", interpolate: "linear", ...mark },
    encoding,
  });
  // With several runs the moments of each would only be a thicket.
  const events = summaries.length === 1 ? eventLayers(trainingEvents(summaries[0]!.run.steps)) : [];
  const layers = isNoisy
    ? [lines(false, { strokeWidth: 1, opacity: 0.35, strokeDash: [1, 0] }), lines(true, { strokeWidth: 2.25 })]
    : [lines(true, { strokeWidth: 2.25 })];
  return {
    name,
    title,
    caption: isNoisy ? `Thin: every logged step. Thick: mean over ${window} of them.` : "",
    spec: chartSpec([...events, ...layers], curves.length),
  };
}

/** Colour and dash by run, with a legend, where there is more than one. */
export function seriesEncoding(labels: readonly string[]) {
  if (labels.length < 2) return { color: { value: SERIES_COLOURS[0]! } };
  // `sort: null` and the given domain keep the order in which the runs were named.
  const domain = [...labels];
  return {
    color: { field: "run", type: "nominal", sort: null, scale: { domain, range: SERIES_COLOURS } },
    strokeDash: { field: "run", type: "nominal", sort: null, scale: { domain, range: SERIES_DASHES } },
  } as const;
}

/** A chart of fixed outer size; a legend adds its own height. */
export function chartSpec(layer: Layer[], runs: number): TopLevelSpec {
  return {
    width: CHART_WIDTH,
    height: CHART_HEIGHT + (runs > 1 ? 20 * runs : 0),
    autosize: { type: "fit", contains: "padding" },
    padding: { left: 4, right: 14, top: 4, bottom: 4 },
    layer,
  };
}

// Rules across the plot, their labels above it, where no curve runs.
function eventLayers(events: readonly TrainingEvent[]): Layer[] {
  if (events.length === 0) return [];
  const data = { values: events.map(({ x, label }) => ({ x, label })) };
  const x = { field: "x", type: "quantitative" } as const;
  return [
    {
      data,
      mark: { type: "rule", color: "currentColor", opacity: 0.45, strokeWidth: 1, strokeDash: [3, 3] },
      encoding: { x },
    },
    {
      data,
      mark: { type: "text", color: "currentColor", opacity: 0.75, fontSize: 11, baseline: "bottom", align: "center" },
      encoding: { x, y: { value: -4 }, text: { field: "label", type: "nominal" } },
    },
  ];
}
