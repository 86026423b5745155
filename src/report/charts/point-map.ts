// Draws a map of points: axes as every chart has them, and marks of our own, vectors or, of very many, a raster.
import type { TopLevelSpec } from "vega-lite";
import { classColours } from "../class-colours.ts";
import { escapeHtml } from "../html.ts";
import { drawFigure } from "./render.ts";
import { scatterPng } from "./scatter-png.ts";

export interface PointMap {
  title: string;
  /** With units. */
  xTitle: string;
  yTitle: string;
  x: readonly number[];
  y: readonly number[];
  /** Class of each point, and their names. */
  classes: readonly number[];
  names: readonly string[];
  /** Pixels of the plot. */
  width: number;
  height: number;
  /** Whether a unit is as long on both axes. */
  isEqual: boolean;
}

/** More would make a page that hardly scrolls. */
export const MOST_VECTOR_POINTS = 2000;

// Stands in the drawn chart where the marks go.
const PLACEHOLDER = "#010203";
const MOST_NAMED = 20;

/** One `<svg>`; vector points are `circle` elements of class `k<class>`, in the given order. */
export async function drawPointMap(map: PointMap): Promise<string> {
  const { title, width, height, classes, names } = map;
  const [xDomain, yDomain] = domains(map);
  const axis = (field: string, title: string, domain: readonly number[]) => ({
    field,
    type: "quantitative",
    title,
    scale: { domain, nice: false, zero: false },
    axis: { format: "~r", grid: true },
  });
  const spec = {
    width,
    height,
    padding: { left: 4, right: 14, top: 4, bottom: 4 },
    data: { values: [{ x: xDomain[0], x2: xDomain[1], y: yDomain[0], y2: yDomain[1] }] },
    mark: { type: "rect", fill: PLACEHOLDER },
    encoding: {
      x: axis("x", map.xTitle, xDomain),
      x2: { field: "x2" },
      y: axis("y", map.yTitle, yDomain),
      y2: { field: "y2" },
    },
  } as TopLevelSpec;
  const svg = await drawFigure({ name: "map", title, caption: "", spec });
  const px = map.x.map((value) => (width * (value - xDomain[0])) / (xDomain[1] - xDomain[0]));
  const py = map.y.map((value) => height - (height * (value - yDomain[0])) / (yDomain[1] - yDomain[0]));
  const marks = px.length > MOST_VECTOR_POINTS ? await raster(map, px, py) : circles(classes, px, py);
  const labels = names.length <= MOST_NAMED ? classNames(map, px, py) : "";
  return svg.replace(new RegExp(`<path[^>]*${PLACEHOLDER}[^>]*/?>(</path>)?`), () => `${marks}${labels}`);
}

function circles(classes: readonly number[], px: readonly number[], py: readonly number[]): string {
  const marks = px.map(
    (x, i) => `<circle class="k${classes[i]}" cx="${x.toFixed(1)}" cy="${py[i]!.toFixed(1)}" r="3"/>`,
  );
  return `<g class="points">${marks.join("")}</g>`;
}

// Twice the pixels of the plot, so that it is sharp on screens that have them.
async function raster(
  { width, height, classes, names, title }: PointMap,
  px: readonly number[],
  py: readonly number[],
): Promise<string> {
  const colours = classColours(names.length);
  const points = px.map((x, i) => ({ x: 2 * x, y: 2 * py[i]!, colour: colours[classes[i]!]! }));
  const source = await scatterPng(points, { width: 2 * width, height: 2 * height, radius: 2.4 });
  return `<image width="${width}" height="${height}" href="${source}"><title>${escapeHtml(title)}</title></image>`;
}

/** Each class's name at the median of its points. */
function classNames({ classes, names, height }: PointMap, px: readonly number[], py: readonly number[]): string {
  const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
  const labels = names.flatMap((name, label) => {
    const own = classes.flatMap((of, i) => (of === label ? [i] : []));
    if (own.length === 0) return [];
    return [{ name, label, x: middle(own.map((i) => px[i]!)), y: middle(own.map((i) => py[i]!)) }];
  });
  const texts = apart(labels, height).map(
    ({ name, label, x, y }) =>
      `<text class="t${label}" x="${x.toFixed(1)}" y="${y.toFixed(1)}">${escapeHtml(name)}</text>`,
  );
  return `<g class="class-names">${texts.join("")}</g>`;
}

// Names that would lie over one another move down, the highest first.
function apart<Label extends { name: string; x: number; y: number }>(
  labels: readonly Label[],
  height: number,
): Label[] {
  const placed: Label[] = [];
  for (const label of [...labels].sort((a, b) => a.y - b.y)) {
    let y = Math.max(NAME_HEIGHT, label.y);
    const touches = (other: Label) =>
      Math.abs(other.y - y) < NAME_HEIGHT &&
      Math.abs(other.x - label.x) < LETTER_WIDTH * (other.name.length + label.name.length);
    while (placed.some(touches) && y < height - NAME_HEIGHT) y += 2;
    placed.push({ ...label, y });
  }
  return placed;
}

// Pixels, as names are printed: their height, and half the width of a letter.
const NAME_HEIGHT = 14;
const LETTER_WIDTH = 3.5;

function domains({ x, y, width, height, isEqual }: PointMap): [readonly [number, number], readonly [number, number]] {
  const [left, right] = extent(x);
  const [low, high] = extent(y);
  if (!isEqual) return [padded(left, right, right - left), padded(low, high, high - low)];
  const unit = Math.max((right - left) / width, (high - low) / height);
  return [padded(left, right, unit * width), padded(low, high, unit * height)];
}

/** A stretch of this length about the middle, and a little more; never empty. */
function padded(low: number, high: number, length: number): readonly [number, number] {
  const middle = (low + high) / 2;
  const half = 0.53 * (length || 1);
  return [middle - half, middle + half];
}

function extent(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}
