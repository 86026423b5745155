// Cost of the loss against one of its sizes, as a figure: both axes logarithmic, with a line of linear growth.
import type { TopLevelSpec } from "vega-lite";
import { drawFigure } from "../src/report/charts/render.ts";
import { CHART_HEIGHT, CHART_WIDTH, SERIES_COLOURS, SERIES_DASHES } from "../src/report/charts/theme.ts";

export interface Curve {
  name: string;
  points: readonly { x: number; y: number }[];
}

export interface CostPlot {
  /** Name of the file, without its ending. */
  name: string;
  title: string;
  /** With the unit where it has one. */
  xTitle: string;
  yTitle: string;
  curves: readonly Curve[];
}

/** The SVG of a plot, on a white ground, since it stands alone. */
export async function drawPlot(plot: CostPlot): Promise<string> {
  const svg = await drawFigure({ name: plot.name, title: plot.title, caption: "", spec: specOf(plot) });
  return `${svg.replace("<svg ", '<svg style="background:#fff;color:#222" ')}\n`;
}

function specOf({ title, xTitle, yTitle, curves }: CostPlot): TopLevelSpec {
  const values = curves.flatMap(({ name, points }) => points.map(({ x, y }) => ({ x, y: rounded(y), curve: name })));
  const ticks = [...new Set(values.map(({ x }) => x))].sort((a, b) => a - b);
  const names = curves.map(({ name }) => name);
  const encoding = {
    x: {
      field: "x",
      type: "quantitative",
      title: xTitle,
      scale: { type: "log", base: 2, nice: false },
      axis: { values: ticks, format: ",d" },
    },
    y: { field: "y", type: "quantitative", title: yTitle, scale: { type: "log", nice: false }, axis: { format: "~r" } },
    color: {
      field: "curve",
      type: "nominal",
      sort: null,
      scale: { domain: names, range: SERIES_COLOURS },
      legend: { symbolOpacity: 1 },
    },
    strokeDash: { field: "curve", type: "nominal", sort: null, scale: { domain: names, range: SERIES_DASHES } },
  } as const;
  return {
    title: { text: title, color: "currentColor", fontSize: 13 },
    width: CHART_WIDTH,
    height: CHART_HEIGHT + 20 * curves.length,
    autosize: { type: "fit", contains: "padding" },
    padding: 8,
    data: { values },
    layer: [
      { mark: { type: "line", strokeWidth: 2.25 }, encoding },
      {
        mark: { type: "point", filled: true, size: 36, opacity: 1 },
        encoding: { x: encoding.x, y: encoding.y, color: encoding.color },
      },
    ],
  };
}

/** A curve of linear growth through the last point of another, for the eye. */
export function linearGrowth({ points }: Curve): Curve {
  const last = points.at(-1)!;
  return { name: "linear growth", points: points.map(({ x }) => ({ x, y: (last.y * x) / last.x })) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
