// A chart of curves: one colour per series, one dash per part of it; bands of one deviation where curves are means.
import { type BandPoint, shortened } from "../series.ts";
import { BAND_CAPTION, bandLayer, chartSpec, type Layer, LINE, lookOf } from "./layers.ts";
import type { Figure } from "./render.ts";
import { PLAIN_COLOURS, SERIES_COLOURS, SERIES_DASHES, stageColours } from "./theme.ts";

export interface Curve {
  /** The run, or the configuration. */
  series: string;
  /** What of it is drawn, where there is more than one thing. */
  part: string;
  points: readonly BandPoint[];
}

export interface Axis {
  /** With the unit. */
  title: string;
  isLog?: boolean;
  /** Whether it starts at zero. */
  hasZero?: boolean;
}

export interface CurveChart {
  name: string;
  title: string;
  caption: string;
  x: Axis;
  y: Axis;
  curves: readonly Curve[];
  /** Whether the parts of a single series are stages of one thing, and take the colours of a ramp. */
  isOrdered?: boolean;
}

/** The figure, or undefined where no curve has a point. */
export function curveChart({ name, title, caption, x, y, curves, isOrdered = false }: CurveChart): Figure | undefined {
  const drawn = curves.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return undefined;
  const series = distinct(drawn.map((curve) => curve.series));
  const all = distinct(curves.map((curve) => curve.series));
  const parts = distinct(drawn.map(({ part }) => part));
  const valuesOf = ({ points, series, part }: Curve) =>
    points
      .filter((point) => !y.isLog || point.y > 0)
      .map((point) => ({ ...shortened(onAxis(point, y), 4), series, part }));
  const values = drawn.flatMap(valuesOf);
  const colour = { ...shared(x, y, values), ...colours(series, parts, { isOrdered, all }) };
  const banded = values.filter(({ low }) => low !== undefined);
  const lone = drawn.filter(({ points }) => points.length === 1).flatMap(valuesOf);
  const layers: Layer[] = [
    ...(banded.length > 0 ? [bandLayer(banded, colour)] : []),
    { data: { values }, mark: LINE, encoding: { ...colour, ...dashes(series, parts, { isOrdered, all }) } } as Layer,
    // A curve of one point is no line.
    ...(lone.length > 0
      ? [{ data: { values: lone }, mark: { type: "point", filled: true, opacity: 1 }, encoding: colour } as Layer]
      : []),
  ];
  const rows = isOrdered && series.length < 2 ? Math.ceil(parts.length / STAGE_COLUMNS) : parts.length;
  const legends = (series.length > 1 ? series.length : 0) + (parts.length > 1 ? rows : 0);
  const isAlone = series.length === 1 && all.length > 1;
  const captions = [caption, isAlone && `Of ${series[0]} alone.`, banded.length > 0 && BAND_CAPTION]
    .filter(Boolean)
    .join(" ");
  return { name, title, caption: captions, spec: chartSpec(layers, legends) };
}

function shared(x: Axis, y: Axis, drawn: readonly BandPoint[]) {
  return {
    x: {
      field: "x",
      type: "quantitative",
      title: x.title,
      scale: scaleOf(x),
      axis: axisOf(
        x,
        drawn.map((point) => point.x),
      ),
    },
    y: {
      field: "y",
      type: "quantitative",
      title: y.title,
      scale: scaleOf(y),
      axis: axisOf(
        y,
        drawn.flatMap((point) => [point.y, point.low ?? point.y]),
      ),
    },
    detail: [{ field: "series" }, { field: "part" }],
  };
}

const STAGE_COLUMNS = 3;

interface Among {
  isOrdered: boolean;
  /** The series of the page, of which the chart may lack some. */
  all: readonly string[];
}

/** Colours tell the series apart; of a single one, its parts. */
function colours(series: readonly string[], parts: readonly string[], { isOrdered, all }: Among) {
  const legend = { symbolOpacity: 1 };
  // Stages have short names.
  const stages = { ...legend, columns: STAGE_COLUMNS };
  if (series.length > 1)
    return { color: { ...nominal("series", series, lookOf(series, all, SERIES_COLOURS)), legend } };
  if (parts.length < 2) return { color: { value: lookOf(series, all, SERIES_COLOURS)[0]! } };
  if (isOrdered) return { color: { ...nominal("part", parts, stageColours(parts.length)), legend: stages } };
  return { color: { ...nominal("part", parts, SERIES_COLOURS), legend } };
}

/** Dashes tell the parts of several series apart, and help the colours of unordered parts or of many series. */
function dashes(series: readonly string[], parts: readonly string[], { isOrdered, all }: Among) {
  if (parts.length < 2 && series.length > PLAIN_COLOURS)
    return { strokeDash: nominal("series", series, lookOf(series, all, SERIES_DASHES)) };
  if (parts.length < 2 || (series.length < 2 && isOrdered)) return {};
  return { strokeDash: nominal("part", parts, SERIES_DASHES) };
}

function nominal(field: "series" | "part", domain: readonly string[], range: readonly unknown[]) {
  return { field, type: "nominal", sort: null, scale: { domain, range } };
}

function scaleOf({ isLog = false, hasZero = false }: Axis) {
  return isLog ? { type: "log", nice: false } : { zero: hasZero, nice: true };
}

function axisOf({ isLog = false }: Axis, values: readonly number[]) {
  return isLog ? { format: "~g", values: logTicks(Math.min(...values), Math.max(...values)) } : { format: "~r" };
}

/** Powers of ten; 1, 2 and 5 of each where fewer than two of them lie within. */
export function logTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => first + i);
  const within = (digits: readonly number[]) =>
    powers
      .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
      .filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
  const tens = within([1]);
  return tens.length > 1 ? tens : within([1, 2, 5]);
}

/** Less than nothing does not exist on a logarithmic axis. */
function onAxis({ low, ...point }: BandPoint, { isLog = false }: Axis): BandPoint {
  return low === undefined ? point : { ...point, low: isLog ? Math.max(low, point.y / 10) : low };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
