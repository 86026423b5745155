// What charts are made of: layers as vega-lite's types have them, in a frame of one size.
import type { TopLevelSpec } from "vega-lite";
import { CHART_HEIGHT, CHART_WIDTH, SERIES_COLOURS, SERIES_DASHES } from "./theme.ts";

/** A layer of a chart, as vega-lite's own types have it. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>["layer"][number];

export const LINE = { type: "line", strokeWidth: 2.25, strokeJoin: "round" } as const;

/**
 * Colour by run, with a legend, where the page has more than one.
 * @param all what the page shows, of which the chart may lack some: a run has one colour in all charts
 */
export function seriesColour(labels: readonly string[], all: readonly string[]) {
  if (all.length < 2) return { color: { value: SERIES_COLOURS[0]! } };
  return { color: { ...seriesField(labels, lookOf(labels, all, SERIES_COLOURS)), legend: { symbolOpacity: 1 } } };
}

/** The dash beside the colour. */
export function seriesDash(labels: readonly string[], all: readonly string[]) {
  return all.length < 2 ? {} : { strokeDash: seriesField(labels, lookOf(labels, all, SERIES_DASHES)) };
}

/** What of the range each of these has by its place among all. */
export function lookOf<Value>(names: readonly string[], all: readonly string[], range: readonly Value[]): Value[] {
  return names.map((name) => range[all.indexOf(name) % range.length]!);
}

// `sort: null` and the given domain keep the order in which the runs were named.
function seriesField<Value>(labels: readonly string[], range: Value[]) {
  return { field: "run", type: "nominal", sort: null, scale: { domain: [...labels], range } } as const;
}

/** A chart of fixed outer size; a legend adds its own height, given as its rows. */
export function chartSpec(layer: Layer[], rows: number): TopLevelSpec {
  return {
    width: CHART_WIDTH,
    height: CHART_HEIGHT + 20 * rows,
    autosize: { type: "fit", contains: "padding" },
    padding: { left: 4, right: 14, top: 4, bottom: 4 },
    layer,
  };
}

/** Below a chart with bands. */
export const BAND_CAPTION = "Band: one standard deviation over the seeds to either side of their mean.";

/** One deviation to either side of a mean, behind its line. */
export function bandLayer(values: readonly object[], { x, y, ...rest }: { x: object; y: object }): Layer {
  return {
    data: { values: [...values] },
    mark: { type: "area", opacity: 0.18 },
    encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, ...rest },
  } as Layer;
}
