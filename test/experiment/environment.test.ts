// Oracle: the processor's own flags, and what was asked for.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { choosePrecision, describeEnvironment, describeProgram } from "../../src/experiment/environment.ts";
import { buildInfo } from "../../src/tensor/index.ts";

test("a given precision stays; auto follows the processor and says why", () => {
  expect(choosePrecision("fp32")).toEqual({ precision: "fp32", reason: "as asked for" });
  const hasBf16 = /amx_bf16|avx512_bf16/.test(readFileSync("/proc/cpuinfo", "utf8"));
  const chosen = choosePrecision("auto");
  expect(chosen.precision).toBe(hasBf16 ? "bf16" : "fp32");
  expect(chosen.reason).toContain("bf16");
});

test("the environment records what a reader needs to judge a number", () => {
  const environment = describeEnvironment({ precision: "fp32", reason: "as asked for" }, "cpu");
  expect(environment).toMatchObject({
    node: process.version,
    precision: "fp32",
    device: "cpu",
    threads: buildInfo().threads,
  });
  expect(environment.libtorch.path).toContain("libtorch");
});

test("the program names its version", () => {
  expect(describeProgram().mochi).toBe(JSON.parse(readFileSync("package.json", "utf8")).version);
});
