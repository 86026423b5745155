// How much each cell of a sweep gains over the baseline, placed on the axes of its heat map.
import type { SweepHeatmap, SweepResult, SweepResults } from "../run/sweep-folder.ts";
import { optionValue } from "./format.ts";
import { spread } from "./summary.ts";

/** A place of the heat map; the gain is missing where no run of the cell is finished. */
export interface GainCell {
  x: string;
  y: string;
  panel: string;
  name: string;
  /** Percentage points; mean over the seeds. */
  gain: number | undefined;
  /** Sample standard deviation of the gain; missing for a single seed. */
  std: number | undefined;
  seeds: number;
}

export interface Gains {
  /** Values of the axes, in order of size where they are numbers, else of the sweep. */
  x: string[];
  y: string[];
  panels: string[];
  cells: GainCell[];
  /** Of the baseline, per cent. */
  baseline: { mean: number; std: number | undefined; seeds: number };
  /** Whether every gain is a mean of differences between runs of the same seed. */
  isPaired: boolean;
}

/** Undefined where the baseline has not finished or nothing has a place on the axes. */
export function sweepGains({ cells }: Pick<SweepResults, "cells">, heatmap: SweepHeatmap): Gains | undefined {
  const { x, y, panel, baseline, score } = heatmap;
  const reference = cells.find(({ name }) => name === baseline);
  const known = reference && scoresBySeed(reference, score);
  if (!known || known.size === 0) return undefined;
  const axes = [x, y, ...(panel === undefined ? [] : [panel])];
  const placed = cells.filter((cell) => cell !== reference && axes.every((key) => cell.values[key] !== undefined));
  if (placed.length === 0) return undefined;
  const gains = placed.map((cell) => ({ cell, ...gainOver(known, scoresBySeed(cell, score)) }));
  const base = summary([...known.values()]);
  return {
    x: valuesOf(placed, x),
    y: valuesOf(placed, y),
    panels: panel === undefined ? [""] : valuesOf(placed, panel),
    cells: gains.map(({ cell, gain, std, seeds }) => ({
      x: optionValue(cell.values[x]),
      y: optionValue(cell.values[y]),
      panel: panel === undefined ? "" : optionValue(cell.values[panel]),
      name: cell.name,
      gain,
      std,
      seeds,
    })),
    baseline: { mean: base.mean, std: base.std, seeds: known.size },
    isPaired: gains.every(({ isPaired }) => isPaired),
  };
}

/** Pairs runs of the same seed; where the seeds differ, subtracts the means and adds the variances. */
function gainOver(baseline: ReadonlyMap<number, number>, scores: ReadonlyMap<number, number>) {
  const seeds = scores.size;
  if (seeds === 0) return { gain: undefined, std: undefined, seeds, isPaired: true };
  if ([...scores.keys()].every((seed) => baseline.has(seed))) {
    const { mean, std } = summary([...scores].map(([seed, score]) => score - baseline.get(seed)!));
    return { gain: mean, std, seeds, isPaired: true };
  }
  const [own, base] = [summary([...scores.values()]), summary([...baseline.values()])];
  const std = own.std === undefined || base.std === undefined ? undefined : Math.hypot(own.std, base.std);
  return { gain: own.mean - base.mean, std, seeds, isPaired: false };
}

function scoresBySeed({ runs }: SweepResult, score: string): Map<number, number> {
  return new Map(
    runs.flatMap(({ seed, status, top1 }) => {
      const value = top1[score];
      return status === "finished" && value !== undefined ? [[seed, value] as const] : [];
    }),
  );
}

function summary(values: readonly number[]): { mean: number; std: number | undefined } {
  return values.length > 1 ? spread(values) : { mean: values[0]!, std: undefined };
}

function valuesOf(cells: readonly SweepResult[], key: string): string[] {
  const values = cells.map((cell) => cell.values[key]);
  if (values.every((value) => typeof value === "number")) values.sort((a, b) => (a as number) - (b as number));
  return [...new Set(values.map(optionValue))];
}
