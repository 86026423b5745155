// Oracle: the compiler, which must accept known options of the right type and refuse all else.
import { expect, test } from "vitest";
import { defineConfig } from "../../src/config.ts";

test("defineConfig returns what it is given, typed by all options there are", () => {
  const config = { preset: "cifar10", method: "mochi", lr: 0.03, hardest: 512, resolutions: [{ size: 32, until: 1 }] };
  expect(defineConfig(config)).toBe(config);
});

test("a wrong option does not compile", () => {
  // @ts-expect-error no such option
  defineConfig({ lrr: 0.03 });
  // @ts-expect-error a number, not a text
  defineConfig({ epochs: "10" });
  // @ts-expect-error not one of the schedules
  defineConfig({ schedule: "linear" });
  // @ts-expect-error a method's option has its type too
  defineConfig({ hardest: "512" });
  // @ts-expect-error stages have a size and a share
  defineConfig({ resolutions: [{ size: 32 }] });
  expect(defineConfig({})).toEqual({});
});
