// The machine a run meets: what environment.json records, and the choices that follow from it, with their reasons.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import type { RunEnvironment } from "../run/types.ts";
import { buildInfo, type Precision } from "../tensor/index.ts";

export interface PrecisionChoice {
  precision: Precision;
  reason: string;
}

/** bf16 where the processor has instructions for it, fp32 elsewhere; a given precision stays. */
export function choosePrecision(wanted: "fp32" | "bf16" | "auto"): PrecisionChoice {
  if (wanted !== "auto") return { precision: wanted, reason: "as asked for" };
  const found = ["amx_bf16", "avx512_bf16"].find((flag) => processorFlags().includes(flag));
  return found
    ? { precision: "bf16", reason: `the processor has ${found}: about twice the rate of fp32` }
    : { precision: "fp32", reason: "the processor has no bf16 instructions" };
}

/** Everything environment.json holds. */
export function describeEnvironment(choice: PrecisionChoice, device: string): RunEnvironment {
  const { version, path, threads } = buildInfo();
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    threads,
    libtorch: { version, path },
    precision: choice.precision,
    precisionReason: choice.reason,
    device,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    startedAt: new Date().toISOString(),
  };
}

/** Version of Mochi and, in a clone, the commit. */
export function describeProgram(): { mochi: string; commit: string | null } {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { version } = JSON.parse(readFileSync(`${root}/package.json`, "utf8")) as { version: string };
  try {
    const commit = execFileSync("git", ["-C", root, "rev-parse", "HEAD"], {
      stdio: ["ignore", "pipe", "ignore"],
      encoding: "utf8",
    });
    return { mochi: version, commit: commit.trim() };
  } catch {
    return { mochi: version, commit: null };
  }
}

function processorFlags(): string[] {
  try {
    return /^flags\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1]?.trim().split(/\s+/) ?? [];
  } catch {
    return [];
  }
}
