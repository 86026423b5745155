// What the options ask of this machine: rules that look at the disk, and warnings about the processor.
import { readFileSync } from "node:fs";
import type { Check, CheckedValues } from "./checks.ts";
import { checkBatchFills, checkDataSource, knownLength } from "./data-source.ts";

/** Rules that look at the disk; asked before a run, not when values are only shown. */
export const machineChecks: readonly Check[] = [
  ({ data }, { place }) => checkDataSource(data, place("data")),
  ({ data, batchSize }, { place }) => checkBatchFills(batchSize, knownLength(data), place("batchSize")),
];

/** What works, but not as its user may hope. `cpuFlags` is undefined where it is not known. */
export function machineWarnings({ precision, device }: CheckedValues, cpuFlags = readCpuFlags()): string[] {
  if (precision !== "bf16" || device !== "cpu" || cpuFlags === undefined) return [];
  if (cpuFlags.includes("avx512_bf16") || cpuFlags.includes("amx_bf16")) return [];
  return [
    "precision bf16: this processor has neither AVX512-BF16 nor AMX, so bf16 is emulated and slower than fp32; --precision auto decides by the processor",
  ];
}

function readCpuFlags(): string[] | undefined {
  try {
    const line = /^flags\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"));
    return line?.[1]?.trim().split(/\s+/);
  } catch {
    // Only Linux lists them there.
    return undefined;
  }
}
