// What the options ask of this machine: rules that look at the disk, and warnings about the processor.
import { readFileSync } from "node:fs";
import { checkDataSpec } from "../data/data-spec.ts";
import type { MochiErrorFields } from "../errors.ts";
import type { Check, CheckedValues } from "../options/checks.ts";

/** Rules that look at the disk; asked before a run, not when values are only shown. */
export const machineChecks: readonly Check[] = [
  ({ data }, { place }) => checkDataSpec(data).map((problem) => ({ ...problem, where: place("data") })),
  ({ data, batchSize }, { place }) => checkBatchFills(batchSize, data, place("batchSize")),
];

/** What works, but not as its user may hope. `cpuFlags` is undefined where it is not known. */
export function machineWarnings(
  { precision, device }: Pick<CheckedValues, "precision" | "device">,
  cpuFlags = readCpuFlags(),
): string[] {
  if (precision !== "bf16" || device !== "cpu" || cpuFlags === undefined) return [];
  if (cpuFlags.includes("avx512_bf16") || cpuFlags.includes("amx_bf16")) return [];
  return [
    "precision bf16: this processor has neither AVX512-BF16 nor AMX, so bf16 is emulated and slower than fp32; --precision auto decides by the processor",
  ];
}

// CIFAR-10 and CIFAR-100 alike; how many images a folder holds is known once it is opened.
const CIFAR_IMAGES = 50_000;

function checkBatchFills(batchSize: number, data: string, where: string): MochiErrorFields[] {
  if (!/^cifar100?(:|$)/.test(data) || batchSize <= CIFAR_IMAGES) return [];
  return [
    {
      code: "batch-above-data",
      message: `batch size ${batchSize} is larger than the data set of ${CIFAR_IMAGES} images`,
      where,
      remedy: "use --batch-size 32768 or less",
    },
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
