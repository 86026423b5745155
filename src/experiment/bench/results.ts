// What a benchmark leaves: one JSON file, written anew after every case, so that a broken run goes on where it stopped.
import { existsSync, readFileSync } from "node:fs";
import { writeJson } from "../../run/atomic-file.ts";
import type { BenchCase, Settings, Unit } from "./case.ts";
import type { BenchMachine } from "./environment.ts";
import type { SideSettings } from "./side.ts";
import type { Spread } from "./statistics.ts";

export interface SideResult extends Spread {
  /** In the unit of the case, in the order of the rounds. */
  values: number[];
  /** Of its process, kept allocator blocks counted; missing where the work was done elsewhere. */
  peakMiB?: number;
  /** The same when libtorch was loaded and nothing built yet. */
  baseMiB: number;
  settings: SideSettings;
}

export interface Comparison {
  /** What the peer takes in a quiet run on the reference machine, in the unit of the case. */
  median: number;
  /** How much longer the peer took here, 0.1 is 10 %; negative where it was faster. */
  slowdown: number;
  /** Whether the peer is good enough to be compared with. */
  counts: boolean;
}

export interface PeerResult extends SideResult {
  /** Its time by ours in the same round: above 1, Mochi is faster. */
  ratio: Spread;
  /** Missing where no reference was given for it. */
  reference?: Comparison;
}

export interface CaseResult {
  name: string;
  unit: Unit;
  cores: BenchCase["cores"];
  settings: Settings;
  rounds: number;
  ours: SideResult;
  peers: Record<string, PeerResult>;
}

export interface BenchResults {
  machine: BenchMachine;
  /** What was asked for; results of different runs are never mixed. */
  options: { quick: boolean; repeat: number; hasPeer: boolean };
  /** ISO 8601. */
  startedAt: string;
  /** Missing while cases are left. */
  finishedAt?: string;
  cases: CaseResult[];
}

/** Takes over the cases of an unfinished run in `path` that was made on this machine with these options. */
export function resumeResults(path: string, fresh: BenchResults): BenchResults {
  const old = readResults(path);
  if (!old || old.finishedAt !== undefined) return fresh;
  const like = ({ machine, options }: BenchResults) => JSON.stringify([machine, options]);
  return like(old) === like(fresh) ? old : fresh;
}

export function writeResults(path: string, results: BenchResults): void {
  writeJson(path, results);
}

function readResults(path: string): BenchResults | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as BenchResults;
  } catch {
    return undefined;
  }
}
