// Sweeps: many configurations from one file, as a list of cells, a grid over options, or both.
import { type MochiErrorFields, nearest, UsageError } from "../errors.ts";
import type { SweepHeatmap } from "../run/sweep-folder.ts";
import type { PretrainConfig } from "./preset.ts";
import { heatmapFaults } from "./sweep-heatmap.ts";

/** One configuration of a sweep; `seeds` in place of the sweep's own. */
export type SweepCell = PretrainConfig & { readonly seeds?: readonly number[] };

export interface SweepConfig {
  /** Folder below `runs/`; by default that of the file. */
  readonly name?: string;
  /** Each cell is run once with each. */
  readonly seeds: readonly number[];
  /** Options of every cell. */
  readonly base?: PretrainConfig;
  /** Options of each cell by its name, over the base. */
  readonly cells?: Readonly<Record<string, SweepCell>>;
  /** Values of options; every combination of them is applied to every cell. */
  readonly grid?: { readonly [Key in keyof PretrainConfig]?: readonly PretrainConfig[Key][] };
  /** Gains over a baseline, drawn in the sweep's report. */
  readonly heatmap?: HeatmapConfig;
}

/** Two options as axes, a third for panels beside each other; what the cells are compared with, and by what. */
export interface HeatmapConfig {
  readonly x: keyof PretrainConfig;
  readonly y: keyof PretrainConfig;
  readonly panel?: keyof PretrainConfig;
  /** Name of a cell. */
  readonly baseline: string;
  /** Top-1 of this evaluation; linear by default. */
  readonly score?: SweepHeatmap["score"];
}

/** A cell with its options spelled out. */
export interface ExpandedCell {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly seeds: readonly number[];
}

/**
 * The cells of a sweep in the order of the file, the last option of the grid changing fastest.
 * @param origin the file, as messages name it
 * @throws UsageError with everything that is wrong
 */
export function expandSweep(config: SweepConfig, origin: string): ExpandedCell[] {
  const problems = faults(config, origin);
  if (problems.length > 0) throw new UsageError(problems);
  const { base = {}, cells, grid = {}, seeds } = config;
  let combinations: Record<string, unknown>[] = [{}];
  for (const [key, values] of Object.entries(grid))
    combinations = combinations.flatMap((known) => (values ?? []).map((value) => ({ ...known, [key]: value })));
  const named: [string, SweepCell][] = cells ? Object.entries(cells) : [["", {}]];
  const expanded = named.flatMap(([name, { seeds: own = seeds, ...values }]) =>
    combinations.map((point) => ({
      name:
        [name, ...Object.entries(point).map(([key, value]) => `${key}-${inName(value)}`)].filter(Boolean).join("_") ||
        "all",
      values: { ...base, ...values, ...point },
      seeds: own,
    })),
  );
  const misplaced = config.heatmap ? heatmapFaults(config.heatmap, expanded, origin) : [];
  if (misplaced.length > 0) throw new UsageError(misplaced);
  return expanded;
}

/** A value as part of a folder's name. */
function inName(value: unknown): string {
  return (typeof value === "string" ? value : JSON.stringify(value))
    .replaceAll(/[^\w.+-]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}

const known = ["name", "seeds", "base", "cells", "grid", "heatmap"];

function faults(config: SweepConfig, origin: string): MochiErrorFields[] {
  const refuse = (message: string, remedy: string) => ({ code: "sweep-refused", message, where: origin, remedy });
  const problems = Object.keys(config)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = nearest(key, known);
      return refuse(
        `unknown key "${key}"${near ? `; did you mean "${near}"?` : ""}`,
        `a sweep has ${known.join(", ")}`,
      );
    });
  const isSeeds = (seeds: unknown) =>
    Array.isArray(seeds) && seeds.length > 0 && seeds.every((seed) => Number.isInteger(seed) && seed >= 0);
  const cells = Object.entries(config.cells ?? {});
  const wrongSeeds = [
    ...(isSeeds(config.seeds) ? [] : ["seeds"]),
    ...cells.filter(([, cell]) => cell.seeds && !isSeeds(cell.seeds)).map(([name]) => `cells.${name}.seeds`),
  ];
  for (const place of wrongSeeds)
    problems.push(refuse(`${place} is no list of whole numbers of at least 0`, "for example seeds: [0, 1, 2]"));
  if (config.cells && cells.length === 0) problems.push(refuse("cells is empty", "name a cell, or leave it out"));
  for (const [name] of cells)
    if (!/^[\w.+-]+$/.test(name))
      problems.push(refuse(`cell "${name}" cannot name a folder`, "use letters, digits, dots, + and dashes"));
  for (const [key, values] of Object.entries(config.grid ?? {}))
    if (!Array.isArray(values) || values.length === 0)
      problems.push(refuse(`grid.${key} is no list of values`, `for example ${key}: [${JSON.stringify(values)}]`));
  return problems;
}
