// What is drawn as one curve: a run, or all runs of a configuration that differ in their seed alone.
import type { Point } from "./charts/curve.ts";
import { configurations, type Summary, spread } from "./summary.ts";

export interface Series {
  /** The run's label, or what those of the seeds share, with their number. */
  label: string;
  members: readonly Summary[];
}

/** A point, with one standard deviation to either side where it is a mean over seeds. */
export interface BandPoint extends Point {
  low?: number;
  high?: number;
}

/** The configurations in the order of their first runs; labels are unique. */
export function seriesOf(summaries: readonly Summary[]): Series[] {
  const groups = configurations(summaries);
  const names = groups.map(sharedName);
  return groups.map((members, i) => {
    const first = members[0]!.label;
    if (members.length === 1) return { label: first, members };
    const isUnique = names.filter((name) => name === names[i]).length === 1;
    const name = isUnique ? names[i]! : `${first} and ${members.length - 1} more`;
    return { label: `${name} (${members.length} seeds)`, members };
  });
}

/** Mean and sample standard deviation over curves wherever all of them have a value; a single one as it is. */
export function meanCurve(curves: readonly (readonly Point[])[]): BandPoint[] {
  const [only, ...others] = curves;
  if (!only || others.length === 0) return [...(only ?? [])];
  const values = new Map<number, number[]>();
  for (const { x, y } of curves.flat()) values.set(x, [...(values.get(x) ?? []), y]);
  return [...values]
    .filter(([, all]) => all.length === curves.length)
    .sort(([a], [b]) => a - b)
    .map(([x, all]) => {
      const { mean, std } = spread(all);
      return { x, y: mean, low: mean - std, high: mean + std };
    });
}

/** As many significant digits of its y as a chart shows. */
export function shortened({ x, y, low, high }: BandPoint, digits: number): BandPoint {
  const short = (value: number) => Number(value.toPrecision(digits));
  return { x, y: short(y), ...(low !== undefined && high !== undefined && { low: short(low), high: short(high) }) };
}

/** `-seed-3` at the end says nothing about the configuration. */
function sharedName(members: readonly Summary[]): string {
  const names = new Set(members.map(({ label }) => label.replace(/[-_]?seed[-_]?\d+$/, "")));
  const [name] = names;
  const { method, preset } = members[0]!.run.config;
  return names.size === 1 && name ? name : `${method}, ${preset}`;
}
