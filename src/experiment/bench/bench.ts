// mochi bench: every case in a process of its own, one at a time; medians to a table and a JSON file.
import { loadavg } from "node:os";
import { nearest, UsageError } from "../../errors.ts";
import type { BenchValues } from "../../options/bench.ts";
import type { Ui } from "../../options/index.ts";
import { alternate, type RoundLimits } from "./alternate.ts";
import { type BenchCase, type BenchProgram, inUnit } from "./case.ts";
import { describeMachine, onOneCore, sideEnvironment } from "./environment.ts";
import { loadPrograms } from "./programs.ts";
import {
  type BenchResults,
  type CaseResult,
  type Comparison,
  resumeResults,
  type SideResult,
  writeResults,
} from "./results.ts";
import { type Command, ownCommand, type ProcessSide, startSide } from "./side.ts";
import { spreadOf } from "./statistics.ts";
import { derivedLines, machineLines, resultTable, sideLine, sideLines } from "./table.ts";

/** Another implementation of the same work. */
export interface Peer {
  /** How a form of it is started for a case. */
  command(program: string, form: string, chosen: BenchCase): Command;
  /** What that form is known to reach in the case's unit, or undefined. */
  reference(chosen: BenchCase, form: string): number | undefined;
}

// A peer that is slower than this beside its reference is not the one to beat.
const tolerance = 0.15;

/** Measures the chosen cases. @throws UsageError `bench-case-unknown`; MochiError `bench-side-failed` */
export async function bench(values: BenchValues, ui: Ui, peer?: Peer): Promise<BenchResults> {
  const chosen = choose(await loadPrograms(), values);
  const threads = values.threads || Number(process.env.OMP_NUM_THREADS) || 1;
  const environment = sideEnvironment(threads);
  const { quick, repeat, json } = values;
  const results = resumeResults(json, {
    machine: describeMachine(environment),
    options: { quick, repeat, hasPeer: peer !== undefined },
    startedAt: new Date().toISOString(),
    cases: [],
  });
  for (const line of machineLines(results.machine)) ui.info(line);
  const [load] = loadavg();
  if (load! > 0.5) ui.warn(`other work is running (load ${load!.toFixed(1)}): times will scatter, ratios less so`);
  const done = new Set(results.cases.map(({ name }) => name));
  if (done.size > 0) ui.info(`taken over from ${json}: ${done.size} cases`);

  const left = chosen.filter(([, { name }]) => !done.has(name));
  for (const [index, [program, entry]] of left.entries()) {
    ui.progress({ label: entry.name, done: index, total: left.length });
    results.cases.push(await measureCase(program, entry, { values, environment, ui, peer }));
    writeResults(json, results);
  }
  ui.progress(undefined);
  results.finishedAt = new Date().toISOString();
  writeResults(json, results);
  for (const line of [...sideLines(results), "", ...resultTable(results), ...derivedLines(results)]) ui.info(line);
  ui.info(`written to ${json}`);
  return results;
}

function choose(programs: readonly BenchProgram[], { only, quick }: Pick<BenchValues, "only" | "quick">) {
  const all = programs.flatMap((program) => program.cases.map((entry) => [program, entry] as const));
  const wanted = only?.split(",").map((text) => text.trim());
  for (const text of wanted ?? []) {
    if (all.some(([, { name }]) => name.includes(text))) continue;
    const names = all.map(([, { name }]) => name);
    const near = nearest(text, [...names, ...programs.map(({ name }) => name)]);
    throw new UsageError([
      {
        code: "bench-case-unknown",
        message: `no case is called "${text}"${near ? `; did you mean "${near}"?` : ""}`,
        where: "--only",
        remedy: `cases: ${names.join(", ")}`,
      },
    ]);
  }
  return all.filter(
    ([, { name, isQuick }]) => (!quick || isQuick) && (!wanted || wanted.some((text) => name.includes(text))),
  );
}

export interface Setting {
  values: Pick<BenchValues, "quick" | "repeat">;
  environment: NodeJS.ProcessEnv;
  ui: Ui;
  peer: Peer | undefined;
}

/** Measures one case: the sides take turns, each in a process of its own. @throws MochiError `bench-side-failed` */
export async function measureCase(program: BenchProgram, entry: BenchCase, setting: Setting): Promise<CaseResult> {
  const provided = await program.provide?.(entry.settings);
  const sides: ProcessSide[] = [];
  try {
    const given = provided ? { ...entry, settings: provided.settings } : entry;
    await startSides(program.name, given, setting, sides);
    const times = await alternate(sides, limitsOf(entry, setting.values));
    const peaks = new Map<string, number>();
    for (const side of sides) peaks.set(side.name, await side.stop());
    return resultOf(entry, sides, times, peaks, setting.peer);
  } finally {
    for (const side of sides) side.kill();
    provided?.remove();
  }
}

/** The sides start one after the other: none is to warm up on a core that another one needs. */
async function startSides(program: string, entry: BenchCase, { environment, ui, peer }: Setting, sides: ProcessSide[]) {
  const start = async (name: string, command: Command) => {
    const isBound = entry.cores === 1;
    const own = isBound ? { ...environment, OMP_NUM_THREADS: "1" } : environment;
    sides.push(await startSide(name, isBound ? onOneCore(command) : command, own));
  };
  await start("Mochi", ownCommand(program, entry));
  if (peer) for (const form of entry.peers) await start(form, peer.command(program, form, entry));
  const [ours, ...others] = sides;
  for (const { name, settings } of others)
    if (sideLine("", settings) !== sideLine("", ours!.settings))
      ui.warn(`${entry.name}: settings differ; ${sideLine("Mochi", ours!.settings)}; ${sideLine(name, settings)}`);
}

function limitsOf({ leastRounds = 5 }: BenchCase, { repeat, quick }: Setting["values"]): RoundLimits {
  if (repeat > 0) return { warmup: 2, least: repeat, most: repeat, seconds: 0 };
  return { warmup: 2, least: quick ? 5 : leastRounds, most: 21, seconds: quick ? 2 : 8 };
}

function resultOf(
  entry: BenchCase,
  sides: readonly ProcessSide[],
  times: ReadonlyMap<string, readonly number[]>,
  peaks: ReadonlyMap<string, number>,
  peer: Peer | undefined,
): CaseResult {
  const resultOfSide = ({ name, settings, baseBytes }: ProcessSide): SideResult => {
    const values = times.get(name)!.map((seconds) => inUnit(seconds, entry));
    return {
      ...spreadOf(values),
      values,
      ...(entry.isElsewhere ? {} : { peakMiB: peaks.get(name)! / 2 ** 20 }),
      baseMiB: baseBytes / 2 ** 20,
      settings,
    };
  };
  const [ours, ...others] = sides;
  const ourTimes = times.get(ours!.name)!;
  const peers = others.map((side) => {
    const result = resultOfSide(side);
    const ratio = spreadOf(times.get(side.name)!.map((seconds, round) => seconds / ourTimes[round]!));
    const known = peer?.reference(entry, side.name);
    const reference = known === undefined ? {} : { reference: compare(result.median, known, entry) };
    return [side.name, { ...result, ratio, ...reference }] as const;
  });
  const { name, unit, cores, settings } = entry;
  return {
    name,
    unit,
    cores,
    settings,
    rounds: ourTimes.length,
    ours: resultOfSide(ours!),
    peers: Object.fromEntries(peers),
  };
}

/** A peer counts unless it takes over 15 % more time than it is known to need. */
export function compare(found: number, known: number, { unit }: Pick<BenchCase, "unit">): Comparison {
  const slowdown = (unit === "images/s" ? known / found : found / known) - 1;
  return { median: known, slowdown, counts: slowdown <= tolerance };
}
