// Turns the logged steps of a run into the points of a curve: raw, smoothed and thinned out, always in the same way.
import type { StepMetrics } from "../../run/types.ts";

export interface Point {
  x: number;
  y: number;
}

/** A point and the stretch of training it belongs to; smoothing does not cross from one into the next. */
export interface StepPoint extends Point {
  stretch: string;
}

// More would not be seen on a page some 1,000 pixels wide.
export const MAX_POINTS = 1000;

/** The value of every logged step that has one; a stretch ends where the view size or mixing changes. */
export function stepPoints(steps: readonly StepMetrics[], value: (line: StepMetrics) => number | undefined) {
  return steps.flatMap((line): StepPoint[] => {
    const y = value(line);
    if (typeof y !== "number" || !Number.isFinite(y)) return [];
    return [{ x: line.step, y, stretch: `${line.resolution ?? ""}|${line.mixing ?? ""}` }];
  });
}

/** A fortieth of the curve, but at least 5 points: enough to see the trend, too little to hide a change. */
export function smoothingWindow(points: readonly Point[]): number {
  return Math.max(5, 2 * Math.round(points.length / 80) + 1);
}

/** Centred mean over `window` points, over those of the stretch alone near its ends. */
export function runningMean(points: readonly StepPoint[], window: number): StepPoint[] {
  const reach = Math.floor(window / 2);
  return points.map((point, i) => {
    const near = points.slice(Math.max(0, i - reach), i + reach + 1).filter(({ stretch }) => stretch === point.stretch);
    return { ...point, y: near.reduce((sum, { y }) => sum + y, 0) / near.length };
  });
}

/** At most `most` points: the lowest and the highest of each of `most / 2` equal parts, so that no spike is lost. */
export function thinOut<P extends Point>(points: readonly P[], most: number = MAX_POINTS): P[] {
  if (points.length <= most) return [...points];
  const parts = Math.floor(most / 2);
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * points.length) / parts);
    const to = Math.floor(((part + 1) * points.length) / parts);
    const slice = points.slice(from, to);
    const lowest = slice.reduce((a, b) => (b.y < a.y ? b : a));
    const highest = slice.reduce((a, b) => (b.y > a.y ? b : a));
    if (lowest === highest) return [lowest];
    return lowest.x < highest.x ? [lowest, highest] : [highest, lowest];
  }).flat();
}
