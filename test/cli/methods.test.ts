// Oracle: the methods' own fields.
import { expect, test } from "vitest";
import { methods } from "../../src/methods/index.ts";
import { presets } from "../../src/presets/index.ts";
import { runCaptured } from "./run-captured.ts";

test("each method is listed with what it does, its source and a preset that exists", async () => {
  const { code, stdout } = await runCaptured("methods");
  expect(code).toBe(0);
  for (const { name, summary, source, defaultPreset } of methods) {
    expect(stdout).toMatch(new RegExp(`^${name} `, "m"));
    for (const text of [summary, source, `preset: ${defaultPreset}`]) expect(stdout).toContain(text);
    expect(Object.keys(presets)).toContain(defaultPreset);
  }
});

test("what it does not know is refused", async () => {
  expect(await runCaptured("methods", "--json")).toMatchObject({ code: 2, stdout: "" });
});
