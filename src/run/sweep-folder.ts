// sweep.json: what a sweep has reached, in the folder that holds its runs.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeJson } from "./atomic-file.ts";

export interface SweepRun {
  seed: number;
  /** Below the sweep's folder. */
  folder: string;
  /** `waiting` until its turn comes. */
  status: "waiting" | "finished" | "failed";
  /** Top-1 in per cent of each final evaluation, by its name. */
  top1: Record<string, number>;
  trainSeconds?: number;
  /** Whether the features ever counted as collapsed. */
  isCollapsed?: boolean;
  /** Why it failed. */
  message?: string;
}

/** Mean, sample standard deviation (absent of a single run) and number of runs. */
export interface SweepScore {
  mean: number;
  std?: number;
  runs: number;
}

export interface SweepResult {
  name: string;
  values: Readonly<Record<string, unknown>>;
  runs: SweepRun[];
  /** By evaluation, over the finished runs. */
  top1: Record<string, SweepScore>;
}

/** How a sweep is drawn as a heat map: gains over a baseline on two options, a panel for each value of a third. */
export interface SweepHeatmap {
  /** Names of options that the cells set. */
  x: string;
  y: string;
  panel?: string;
  /** Name of the cell that the others are compared with. */
  baseline: string;
  /** Name of the evaluation. */
  score: "linear" | "knn";
}

export interface SweepResults {
  name: string;
  /** The command that goes on with it. */
  command: string;
  cells: SweepResult[];
  heatmap?: SweepHeatmap;
}

const fileName = "sweep.json";

export function writeSweep(folder: string, results: SweepResults): void {
  writeJson(join(folder, fileName), results);
}

/** The results in a sweep's folder, or undefined where it is none. */
export function readSweep(folder: string): SweepResults | undefined {
  const path = join(folder, fileName);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as SweepResults) : undefined;
}
