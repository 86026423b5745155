// Oracle: every program does its work once, at sizes that take no time, and leaves no tensor behind by doing it again.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Settings } from "../../../src/experiment/bench/case.ts";
import { loadProgram, loadPrograms } from "../../../src/experiment/bench/programs.ts";
import { memoryUse } from "../../../src/tensor/index.ts";
import { root } from "../../tree.ts";

const tinyMixing = { batch: 4, embeddingSize: 8, queueSize: 32, hardest: 8, synthetic: 6, syntheticWithQuery: 3 };

/** What makes the settings of a program's last case small. */
const tiny: Record<string, Settings> = {
  "train-step": { width: 2, size: 8, queueSize: 512, precision: "fp32" },
  loss: tinyMixing,
  mixing: tinyMixing,
  augmentation: { images: 4, source: 8, size: 8 },
  jpeg: { size: 16 },
  features: { images: 4, width: 2, precision: "fp32" },
  knn: { queries: 4, bank: 30, featureSize: 4, neighbours: 3 },
  linear: { images: 40, testImages: 8, featureSize: 4, batch: 8 },
  checkpoint: { width: 2, queueSize: 8 },
  "start-up": { program: "help" },
  "operator-call": { calls: 200 },
};

const programs = await loadPrograms();

test("names of programs and cases are unique, and cases are named after their program", () => {
  const cases = programs.flatMap(({ cases }) => cases.map(({ name }) => name));
  expect(new Set(cases).size).toBe(cases.length);
  expect(programs.map(({ name }) => name).sort()).toEqual(Object.keys(tiny).sort());
  for (const { name, cases } of programs) for (const entry of cases) expect(entry.name.split("/")[0]).toBe(name);
});

test("every program with peers has its file among them", () => {
  const withPeers = programs.filter(({ cases }) => cases.some(({ peers }) => peers.length > 0));
  const files = withPeers.map(({ name }) => join("benchmarks/pytorch", `${name.replaceAll("-", "_")}.py`));
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(withPeers.length).toBeGreaterThan(8);
});

describe("one repetition of", () => {
  const names = programs
    .map(({ name }) => name)
    .filter((name) => name !== "start-up" || existsSync(join(root, "dist/cli/main.js")));
  test.each(names)("%s", async (name) => {
    const program = await loadProgram(name);
    const settings = { ...program.cases.at(-1)!.settings, ...tiny[name] };
    const provided = await program.provide?.(settings);
    try {
      const repetition = await program.prepare(provided?.settings ?? settings);
      const seconds = await repetition();
      if (name === "mixing") expect(Math.abs(seconds)).toBeLessThan(5);
      else expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThan(30);
      const { tensors } = memoryUse();
      await repetition();
      // A linear classifier is left to the garbage collector: two parameters, with gradients, velocities and handles.
      expect(memoryUse().tensors - tensors).toBeLessThanOrEqual(name === "linear" ? 8 : 0);
    } finally {
      provided?.remove();
    }
  });
});
