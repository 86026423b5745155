// Oracle: flag lists as /proc/cpuinfo spells them.
import { expect, test } from "vitest";
import type { CheckedValues } from "../../src/options/checks.ts";
import { machineWarnings } from "../../src/options/machine.ts";

const values = (precision: string, device = "cpu") => ({ precision, device }) as CheckedValues;

test("bf16 on a processor without it is warned of, not refused", () => {
  expect(machineWarnings(values("bf16"), ["avx2"])).toEqual([
    "precision bf16: this processor has neither AVX512-BF16 nor AMX, so bf16 is emulated and slower than fp32; --precision auto decides by the processor",
  ]);
});

test("no warning where the processor has it, where it is not known, or where it is not asked for", () => {
  expect(machineWarnings(values("bf16"), ["avx2", "avx512_bf16"])).toEqual([]);
  expect(machineWarnings(values("bf16"), ["amx_bf16"])).toEqual([]);
  expect(machineWarnings(values("bf16", "cuda"), ["avx2"])).toEqual([]);
  expect(machineWarnings(values("auto"), ["avx2"])).toEqual([]);
});
