// Oracle: flag lists as /proc/cpuinfo spells them, the size of CIFAR, and a folder that is not there.
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import type { CheckedValues } from "../../src/options/checks.ts";
import { describeSources } from "../../src/options/layers.ts";
import { pretrainOptions } from "../../src/options/pretrain.ts";
import { machineChecks, machineWarnings } from "../../src/presets/machine.ts";

const warnings = (precision: "bf16" | "auto", device: string, cpuFlags: string[]) =>
  machineWarnings({ precision, device }, cpuFlags);

test("bf16 on a processor without it is warned of, not refused", () => {
  expect(warnings("bf16", "cpu", ["avx2"])).toEqual([
    "precision bf16: this processor has neither AVX512-BF16 nor AMX, so bf16 is emulated and slower than fp32; --precision auto decides by the processor",
  ]);
});

test("no warning where the processor has it, or where it is not asked for", () => {
  expect(warnings("bf16", "cpu", ["avx2", "avx512_bf16"])).toEqual([]);
  expect(warnings("bf16", "cpu", ["amx_bf16"])).toEqual([]);
  expect(warnings("bf16", "cuda", ["avx2"])).toEqual([]);
  expect(warnings("auto", "cpu", ["avx2"])).toEqual([]);
});

test("missing data and a batch that CIFAR cannot fill are refused with the flag's place", () => {
  const sources = describeSources(
    pretrainOptions,
    { data: "config", batchSize: "flag" },
    { config: "mochi.config.ts" },
  );
  const refusals = (data: string, batchSize: number) =>
    machineChecks
      .flatMap((check) => check({ data, batchSize } as CheckedValues, sources))
      .map(({ message, where }) => `${message} | ${where}`);
  expect(refusals("cifar10", 50_000)).toEqual([]);
  expect(refusals("cifar10", 50_001)).toEqual([
    "batch size 50001 is larger than the data set of 50000 images | --batch-size",
  ]);
  expect(refusals("/nowhere/at-all", 65_536)).toEqual([
    "data folder /nowhere/at-all does not exist | --data (from mochi.config.ts)",
  ]);
  expect(refusals(tmpdir(), 65_536)).toEqual([]);
});
