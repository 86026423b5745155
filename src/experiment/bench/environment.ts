// The machine of a benchmark and the settings that all sides share, said aloud in every table.
import { readFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { describeProgram } from "../environment.ts";
import type { Command } from "./side.ts";

/** Variables that change how fast either side is; passed on to both as they are. */
export const threadVariables = [
  "OMP_NUM_THREADS",
  "OMP_WAIT_POLICY",
  "OMP_PROC_BIND",
  "GOMP_SPINCOUNT",
  "OPENBLAS_NUM_THREADS",
  "OPENBLAS_CORETYPE",
  "MKL_NUM_THREADS",
  "DNNL_MAX_CPU_ISA",
] as const;

export interface BenchMachine {
  cpu: string;
  cores: number;
  threads: number;
  node: string;
  mochi: string;
  commit: string | null;
  /** Those of `threadVariables` that are set. */
  variables: Readonly<Record<string, string>>;
}

export function describeMachine(environment: NodeJS.ProcessEnv): BenchMachine {
  const set = threadVariables.flatMap((name) => (environment[name] ? [[name, environment[name]]] : []));
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    threads: Number(environment.OMP_NUM_THREADS),
    node: process.version,
    ...describeProgram(),
    variables: Object.fromEntries(set),
  };
}

/** The environment of every side: one count of threads, and the spin at barriers that `mochi` itself sets. */
export function sideEnvironment(threads: number, base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const spin = base.OMP_WAIT_POLICY || base.GOMP_SPINCOUNT ? {} : { GOMP_SPINCOUNT: "30000" };
  return { ...base, ...spin, OMP_NUM_THREADS: String(threads) };
}

/** Binds a command to one core where the system can; elsewhere it is left with one thread. */
export function onOneCore({ program, args }: Command): Command {
  const core = lastAllowedCore();
  return core === undefined ? { program, args } : { program: "taskset", args: ["-c", core, program, ...args] };
}

function lastAllowedCore(): string | undefined {
  try {
    const [, list] = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync("/proc/self/status", "utf8"))!;
    return list!.split(/[,-]/).at(-1);
  } catch {
    return undefined;
  }
}
