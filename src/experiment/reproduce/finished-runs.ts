// The finished runs of a folder by cell and seed, and numbers read from them.
import { join } from "node:path";
import type { ExpandedCell } from "../../presets/sweep.ts";
import { readRun } from "../../run/read.ts";
import { RunFolder } from "../../run/run-folder.ts";
import type { Run } from "../../run/types.ts";
import { runFolderOf } from "../sweep.ts";

/** By cell, then by seed; cells without a finished run are there and empty. */
export type FinishedRuns = ReadonlyMap<string, ReadonlyMap<number, Run>>;

/** One number for each seed. */
export type BySeed = ReadonlyMap<number, number>;

/** A number that a run shows; undefined where it lacks it. */
export type Measure = (run: Run) => number | undefined;

/** Reads whatever is finished of the cells. */
export async function readFinishedRuns(folder: string, cells: readonly ExpandedCell[]): Promise<FinishedRuns> {
  const all = new Map<string, Map<number, Run>>();
  for (const { name, seeds } of cells) {
    const runs = new Map<number, Run>();
    for (const seed of seeds) {
      const path = join(folder, runFolderOf(name, seed));
      if (new RunFolder(path).readState()?.status === "finished") runs.set(seed, await readRun(path));
    }
    all.set(name, runs);
  }
  return all;
}

/** Runs that failed, and finished ones without a number that claims are about; with what is wrong. */
export function leftOutOf(folder: string, cells: readonly ExpandedCell[], runs: FinishedRuns) {
  return cells.flatMap(({ name, seeds }) =>
    seeds.flatMap((seed) => {
      const run = runFolderOf(name, seed);
      if (new RunFolder(join(folder, run)).readState()?.status === "failed") return [{ run, reason: "failed" }];
      const finished = runs.get(name)?.get(seed);
      if (!finished) return [];
      const { evaluations, analyses } = finished;
      const lacks = [
        ...(evaluations.linear ? [] : ["linear classification"]),
        ...(analyses["alignment-uniformity"] ? [] : ["alignment and uniformity"]),
      ];
      return lacks.length > 0 ? [{ run, reason: `without ${lacks.join(", ")}` }] : [];
    }),
  );
}

/** The measure of every finished run of a cell; numbers that are missing or not finite are left out. */
export function measured(runs: FinishedRuns, cell: string, measure: Measure): BySeed {
  const numbers = [...(runs.get(cell) ?? [])].map(([seed, run]) => [seed, measure(run)] as const);
  return new Map(numbers.filter((entry): entry is [number, number] => Number.isFinite(entry[1])));
}

/** First − second, for the seeds that both have. */
export function paired(first: BySeed, second: BySeed): BySeed {
  const shared = [...first].filter(([seed]) => second.has(seed));
  return new Map(shared.map(([seed, value]) => [seed, value - second.get(seed)!]));
}
