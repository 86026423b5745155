// A chart of one point per run, with mean and deviation where a configuration has several seeds.
import { spread } from "../summary.ts";
import { chartSpec, type Layer, lookOf } from "./layers.ts";
import type { Figure } from "./render.ts";
import { SERIES_COLOURS } from "./theme.ts";

export interface ScatterPoint {
  series: string;
  x: number;
  y: number;
}

export interface ScatterChart {
  name: string;
  title: string;
  caption: string;
  /** With units. */
  xTitle: string;
  yTitle: string;
  points: readonly ScatterPoint[];
  /** The series of the page, of which the points may lack some. */
  all: readonly string[];
}

/** The figure, or undefined for fewer than two points, which a table says better. */
export function scatterChart({ name, title, caption, xTitle, yTitle, points, all }: ScatterChart): Figure | undefined {
  if (points.length < 2) return undefined;
  const series = [...new Set(points.map((point) => point.series))];
  const axis = (field: string, title: string) => ({
    field,
    type: "quantitative",
    title,
    scale: { zero: false, nice: true, padding: 12 },
    axis: { format: "~r", grid: true },
  });
  const appearance = {
    color: nominal(series, lookOf(series, all, SERIES_COLOURS)),
    shape: nominal(series, lookOf(series, all, SHAPES)),
  };
  const x = axis("x", xTitle);
  const y = axis("y", yTitle);
  const means = series
    .map((name) => ({ name, members: points.filter((point) => point.series === name) }))
    .filter(({ members }) => members.length > 1)
    .map(({ name, members }) => meanOf(name, members));
  const rule = { type: "rule", strokeWidth: 1.5 } as const;
  const colour = { color: appearance.color };
  const layers = [
    {
      data: { values: means },
      mark: rule,
      encoding: { x: { ...x, field: "left" }, x2: { field: "right" }, y, ...colour },
    },
    {
      data: { values: means },
      mark: rule,
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, ...colour },
    },
    {
      data: { values: points.map((point) => ({ ...point })) },
      mark: { type: "point", filled: true, size: means.length > 0 ? 36 : 90, opacity: means.length > 0 ? 0.6 : 1 },
      encoding: { x, y, ...appearance },
    },
    {
      data: { values: means },
      mark: { type: "point", filled: true, size: 110, opacity: 1 },
      encoding: { x, y, ...appearance },
    },
  ].filter(({ data }) => data.values.length > 0);
  const caption2 =
    means.length > 0 ? `${caption} Large: mean over the seeds, with one standard deviation to either side.` : caption;
  return { name, title, caption: caption2, spec: chartSpec(layers as Layer[], series.length) };
}

// One fewer than a row of colours, so that a pair of both comes back late.
const SHAPES = ["circle", "square", "triangle-up", "diamond", "cross"];

function nominal(domain: readonly string[], range: readonly string[]) {
  return {
    field: "series",
    type: "nominal",
    sort: null,
    scale: { domain, range },
    legend: { symbolOpacity: 1, symbolSize: 90 },
  };
}

function meanOf(series: string, members: readonly ScatterPoint[]) {
  const [x, y] = [spread(members.map((member) => member.x)), spread(members.map((member) => member.y))];
  return {
    series,
    x: x.mean,
    y: y.mean,
    left: x.mean - x.std,
    right: x.mean + x.std,
    low: y.mean - y.std,
    high: y.mean + y.std,
  };
}
