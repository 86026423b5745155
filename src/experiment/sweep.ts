// mochi sweep: the cells of a sweep one after another as run folders; what is finished is kept, what failed is passed over.
import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { formatError, InterruptedError, MochiError } from "../errors.ts";
import { meanAndDeviation } from "../evaluate/accuracy.ts";
import { methods } from "../methods/index.ts";
import { loadConfigFile } from "../options/config-file.ts";
import type { Ui } from "../options/index.ts";
import { resolvePretrain } from "../presets/resolve.ts";
import { type ExpandedCell, expandSweep, type SweepConfig } from "../presets/sweep.ts";
import { writeReport } from "../report/index.ts";
import { readRun } from "../run/read.ts";
import { RunFolder } from "../run/run-folder.ts";
import {
  type SweepHeatmap,
  type SweepResult,
  type SweepResults,
  type SweepRun,
  writeSweep,
} from "../run/sweep-folder.ts";
import type { RunConfig } from "../run/types.ts";
import { onInterruption } from "./interruption.ts";
import { pretrain } from "./pretrain.ts";
import { sweepTable } from "./sweep-table.ts";

/**
 * Runs what is left of the sweep in `file` and prints its table; everything lands below `runs/<sweep>`.
 * @returns how many runs failed
 * @throws UsageError for a file that is no sweep; InterruptedError once the run under way has its checkpoint
 */
export async function sweep(file: string, ui: Ui): Promise<number> {
  const config = await loadSweep(file);
  const cells = expandSweep(config, file);
  const name = config.name ?? basename(dirname(resolve(file)));
  const folder = join("runs", name);
  const { heatmap } = config;
  const job = {
    name,
    folder,
    command: `mochi sweep ${file}`,
    origin: file,
    cells,
    ...(heatmap && { heatmap: { score: "linear", ...heatmap } as const }),
  };
  const results = await runCells(job, ui);
  for (const line of sweepTable(results)) ui.info(line);
  const runs = results.cells.flatMap((cell) => cell.runs);
  if (runs.some(({ status }) => status === "finished")) ui.info(`report: ${resolve(await writeReport([folder]))}`);
  return runs.filter(({ status }) => status === "failed").length;
}

/** Cells to run, and where. */
export interface CellsToRun {
  name: string;
  folder: string;
  /** The command that goes on with them. */
  command: string;
  /** Where the cells come from, as messages name it. */
  origin: string;
  cells: readonly ExpandedCell[];
  heatmap?: SweepHeatmap;
  /** Cell by cell unless given: the first seed of all cells, then the second, so that pairs are whole early. */
  bySeed?: boolean;
  /** Called with the folder of every finished run, also of those finished before. */
  afterRun?: (path: string) => Promise<void>;
}

/**
 * Runs what is left of the cells; sweep.json is written after each.
 * @throws InterruptedError once the run under way has its checkpoint
 */
export async function runCells(job: CellsToRun, ui: Ui): Promise<SweepResults> {
  const { name, folder, command, origin, cells, heatmap, bySeed = false, afterRun } = job;
  const results: SweepResults = { name, ...(heatmap && { heatmap }), command, cells: cells.map(emptyResult) };
  const turns = cells.flatMap((cell, index) =>
    results.cells[index]!.runs.map((run, round) => ({ cell, result: results.cells[index]!, run, round })),
  );
  if (bySeed) turns.sort((a, b) => a.round - b.round);
  // A stop asked for while a run is evaluated is known here alone; while it trains, pretrain says so itself.
  const interruption = onInterruption({ warn: () => {} });
  try {
    for (const [index, { cell, result, run }] of turns.entries()) {
      const place = `run ${index + 1} of ${turns.length}`;
      const stopped = (message: string) =>
        new InterruptedError({ code: "interrupted", message, where: folder, remedy: `go on with: ${command}` });
      try {
        const title = `[${index + 1}/${turns.length}] ${run.folder}`;
        Object.assign(run, await settleRun(cell, run, { folder, file: origin, title }, ui));
      } catch (error) {
        writeSweep(folder, results);
        throw error instanceof InterruptedError ? stopped(`stopped in ${place}; a checkpoint is saved`) : error;
      }
      result.top1 = scoresOf(result.runs);
      writeSweep(folder, results);
      if (run.status === "finished") await afterRun?.(join(folder, run.folder));
      if (interruption.isRequested() && index + 1 < turns.length) throw stopped(`stopped after ${place}`);
    }
  } finally {
    interruption.release();
  }
  return results;
}

/** A module's default export, or the object of a JSON file. */
async function loadSweep(file: string): Promise<SweepConfig> {
  if (!file.endsWith(".json")) return (await loadConfigFile(file))!.values as unknown as SweepConfig;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as SweepConfig;
  } catch (cause) {
    const message = `the sweep does not load: ${cause instanceof Error ? cause.message : cause}`;
    throw new MochiError({ code: "sweep-unloadable", message, where: file, remedy: "mend the file", cause });
  }
}

/** The folder of a run below that of its sweep. */
export function runFolderOf(cell: string, seed: number): string {
  return `${cell}-seed-${seed}`;
}

function emptyResult({ name, values, seeds }: ExpandedCell): SweepResult {
  const runs = seeds.map((seed): SweepRun => ({ seed, folder: runFolderOf(name, seed), status: "waiting", top1: {} }));
  return { name, values, runs, top1: {} };
}

/** Trains and evaluates a run unless it is finished already, and says how it ended. */
async function settleRun(
  cell: ExpandedCell,
  { seed, folder: below }: SweepRun,
  { folder, file, title }: { folder: string; file: string; title: string },
  ui: Ui,
): Promise<Partial<SweepRun>> {
  const out = join(folder, below);
  try {
    const values = { ...cell.values, seed, out };
    if (isFinished(out, values)) {
      ui.info(`${title}: finished before`);
      return await outcomeOf(out);
    }
    ui.info(title);
    const configFile = { name: file, values };
    const { config, warnings } = resolvePretrain({ flags: {}, configFile, methods });
    for (const warning of warnings) ui.warn(warning);
    await pretrain(config, ui);
    return await outcomeOf(out);
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    ui.progress(undefined);
    ui.warn(`${title} failed, going on with the next\n${formatError(error)}`);
    return { status: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

/** @throws MochiError `sweep-cell-changed` where the finished run was given other options than its cell has now */
function isFinished(out: string, values: Readonly<Record<string, unknown>>): boolean {
  const run = new RunFolder(out);
  if (run.readState()?.status !== "finished") return false;
  const had = run.readConfig<RunConfig>()?.options ?? {};
  const changed = Object.keys(values).filter((key) => !isDeepStrictEqual(had[key], values[key]));
  if (changed.length === 0) return true;
  const differences = changed.map((key) => `${key} ${JSON.stringify(had[key])}, now ${JSON.stringify(values[key])}`);
  throw new MochiError({
    code: "sweep-cell-changed",
    message: `the finished run was made with other options: ${differences.join("; ")}`,
    where: out,
    remedy: "give the cell another name, or remove the folder",
  });
}

async function outcomeOf(out: string): Promise<Partial<SweepRun>> {
  const { evaluations, spreads, state } = await readRun(out);
  return {
    status: "finished",
    top1: Object.fromEntries(Object.entries(evaluations).map(([name, { top1 }]) => [name, top1])),
    ...(state && { trainSeconds: state.trainSeconds }),
    isCollapsed: spreads.some(({ collapsed }) => collapsed === 1),
  };
}

function scoresOf(runs: readonly SweepRun[]): SweepResult["top1"] {
  const names = [...new Set(runs.flatMap(({ top1 }) => Object.keys(top1)))];
  return Object.fromEntries(
    names.map((name) => {
      const values = runs.flatMap(({ top1 }) => top1[name] ?? []);
      const { mean, std } = meanAndDeviation(values);
      return [name, { mean, ...(std !== undefined && { std }), runs: values.length }];
    }),
  );
}
