// A quantity over the training steps, one line per run: what loss, proxy accuracy and learning rate have in common.
import type { StepMetrics } from "../../run/types.ts";
import { type BandPoint, meanCurve, seriesOf, shortened } from "../series.ts";
import type { Summary } from "../summary.ts";
import { runningMean, smoothingWindow, stepPoints, thinOut } from "./curve.ts";
import { labelRows, trainingEvents } from "./events.ts";
import { BAND_CAPTION, bandLayer, chartSpec, type Layer, LINE, seriesColour, seriesDash } from "./layers.ts";
import type { Figure } from "./render.ts";

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

/** The figure, or undefined where no run has the quantity. */
export function stepChart(summaries: readonly Summary[], quantity: StepQuantity): Figure | undefined {
  const { name, title, axisTitle, meaning, isNoisy } = quantity;
  const series = seriesOf(summaries);
  const all = series.map(({ label }) => label);
  const curves = series
    .map(({ label, members }) => ({
      label,
      members: members.map(({ run }) => stepPoints(run.steps, quantity.value)).filter((points) => points.length > 0),
    }))
    .filter(({ members }) => members.length > 0);
  if (curves.length === 0) return undefined;

  const window = Math.max(...curves.flatMap(({ members }) => members.map(smoothingWindow)));
  const values = (label: string, points: readonly BandPoint[]) =>
    thinOut(points).map((point) => ({ ...shortened(point, quantity.digits), run: label }));
  const means = curves.flatMap(({ label, members }) =>
    values(label, meanCurve(isNoisy ? members.map((points) => runningMean(points, window)) : members)),
  );
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
    ...seriesColour(labels, all),
  } as const;
  const single = curves.filter(({ members }) => members.length === 1);
  const raw = single.flatMap(({ label, members }) => values(label, members[0]!));
  const banded = means.filter(({ low }) => low !== undefined);
  const layers: Layer[] = [
    ...(isNoisy && raw.length > 0
      ? [{ data: { values: raw }, mark: { ...LINE, strokeWidth: 1, strokeOpacity: 0.35 }, encoding } as Layer]
      : []),
    ...(banded.length > 0 ? [bandLayer(banded, encoding)] : []),
    { data: { values: means }, mark: LINE, encoding: { ...encoding, ...seriesDash(labels, all) } },
  ];
  // With several runs the moments of each would only be a thicket.
  const events = summaries.length === 1 ? eventLayers(summaries[0]!.run.steps) : [];
  return {
    name,
    title,
    caption: [
      meaning,
      isNoisy && raw.length > 0 && `Thin: every logged step; thick: mean over ${window} of them.`,
      isNoisy && raw.length === 0 && `Mean over ${window} logged steps.`,
      banded.length > 0 && BAND_CAPTION,
    ]
      .filter(Boolean)
      .join(" "),
    spec: chartSpec([...events, ...layers], all.length > 1 ? curves.length : 0),
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
