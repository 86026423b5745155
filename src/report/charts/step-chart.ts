// A quantity over the training steps, one line per run: what loss, proxy accuracy and learning rate have in common.
import type { TopLevelSpec } from "vega-lite";
import type { StepMetrics } from "../../run/types.ts";
import type { Summary } from "../summary.ts";
import { runningMean, smoothingWindow, stepPoints, thinOut } from "./curve.ts";
import { labelRows, trainingEvents } from "./events.ts";
import type { Figure } from "./render.ts";
import { CHART_HEIGHT, CHART_WIDTH, SERIES_COLOURS, SERIES_DASHES } from "./theme.ts";

export interface StepQuantity {
  name: string;
  title: string;
  /** With the unit. */
  axisTitle: string;
  /** A sentence below the chart. */
  meaning: string;
  value: (line: StepMetrics) => number | undefined;
  /** Significant digits kept. */
  digits: number;
  /** Whether single steps scatter, so that a running mean says more. */
  isNoisy: boolean;
}

/** A layer of a chart, as vega-lite's own types have it. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>["layer"][number];

export const LINE = { type: "line", strokeWidth: 2.25, strokeJoin: "round" } as const;

/** The figure, or undefined where no run has the quantity. */
export function stepChart(summaries: readonly Summary[], quantity: StepQuantity): Figure | undefined {
  const { name, title, axisTitle, meaning, isNoisy } = quantity;
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
  const labels = curves.map(({ label }) => label);
  const encoding = {
    x: {
      field: "x",
      type: "quantitative",
      title: "training step",
      scale: { nice: false, zero: true },
      axis: { format: ",d", tickMinStep: 1 },
    },
    y: { field: "y", type: "quantitative", title: axisTitle, scale: { zero: false }, axis: { format: "~r" } },
    ...seriesColour(labels),
  } as const;
  const raw = { values: curves.flatMap((curve) => values(curve, false)) };
  const mean = { values: curves.flatMap((curve) => values(curve, true)) };
  const dashed = { ...encoding, ...seriesDash(labels) };
  const layers: Layer[] = isNoisy
    ? [
        { data: raw, mark: { ...LINE, strokeWidth: 1, strokeOpacity: 0.35 }, encoding },
        { data: mean, mark: LINE, encoding: dashed },
      ]
    : [{ data: raw, mark: LINE, encoding: dashed }];
  // With several runs the moments of each would only be a thicket.
  const events = summaries.length === 1 ? eventLayers(summaries[0]!.run.steps) : [];
  return {
    name,
    title,
    caption: isNoisy ? `${meaning} Thin: every logged step; thick: mean over ${window} of them.` : meaning,
    spec: chartSpec([...events, ...layers], curves.length),
  };
}

/** Colour by run, with a legend, where there is more than one. */
export function seriesColour(labels: readonly string[]) {
  if (labels.length < 2) return { color: { value: SERIES_COLOURS[0]! } };
  return { color: { ...seriesField(labels, SERIES_COLOURS), legend: { symbolOpacity: 1 } } };
}

/** The dash beside the colour. */
export function seriesDash(labels: readonly string[]) {
  return labels.length < 2 ? {} : { strokeDash: seriesField(labels, SERIES_DASHES) };
}

// `sort: null` and the given domain keep the order in which the runs were named.
function seriesField<Value>(labels: readonly string[], range: Value[]) {
  return { field: "run", type: "nominal", sort: null, scale: { domain: [...labels], range } } as const;
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
function eventLayers(steps: readonly StepMetrics[]): Layer[] {
  const rows = labelRows(trainingEvents(steps), steps.at(-1)?.step ?? 0);
  const x = { field: "x", type: "quantitative" } as const;
  return rows.flatMap((events, row): Layer[] => {
    const data = { values: [...events] };
    return [
      { data, mark: { ...EVENT_MARK, type: "rule", opacity: 0.45, strokeDash: [3, 3] }, encoding: { x } },
      {
        data,
        mark: { ...EVENT_MARK, type: "text", opacity: 0.75, fontSize: 11, baseline: "bottom" },
        encoding: { x, y: { value: -4 - LABEL_ROW * row }, text: { field: "label", type: "nominal" } },
      },
    ];
  });
}

const EVENT_MARK = { color: "currentColor" } as const;
// Pixels from one row of labels to the next.
const LABEL_ROW = 13;
