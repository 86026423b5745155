// Oracle: the table's lines and the JSON's fields, written out by hand.
import { expect, test } from "vitest";
import { runCaptured } from "./run-captured.ts";

test("every value is shown with where it comes from, under the help's headings", async () => {
  const { code, stdout } = await runCaptured("config", "cifar10", "--lr", "0.1");
  const lines = stdout.split("\n").map((line) => line.trim().replace(/ {2,}/g, " | "));
  expect(code).toBe(0);
  expect(lines[0]).toBe("preset cifar10, method mochi");
  expect(lines).toEqual(
    expect.arrayContaining([
      "Optimisation",
      "lr | 0.1 | flag",
      "epochs | 10 | preset",
      "clipGradient | 0 | default",
      "Method: mochi, mochi-oracle",
      "hardest | 256 | preset | --mochi",
      "recipe | moco-v2-small | preset | --augmentation",
      "Repeat: mochi pretrain --preset cifar10 --lr 0.1",
    ]),
  );
});

test("derived values come with their reasons", async () => {
  const { stdout } = await runCaptured("config", "--minutes", "2");
  expect(stdout).toMatch(/width +16 +derived/);
  expect(stdout).toContain("Notes\n  width 16 instead of 32: in less than 4 minutes");
});

test("--json gives the same for programs", async () => {
  const { stdout } = await runCaptured("config", "imagenet1k", "--json");
  expect(JSON.parse(stdout)).toMatchObject({
    preset: "imagenet1k",
    method: "mochi",
    options: { queueSize: 65_536, hardest: 1024, synthetic: 512, syntheticWithQuery: 256 },
    sources: { queueSize: "preset", accumulate: "default" },
    notes: [],
    command: "mochi pretrain --preset imagenet1k",
  });
});

test("an unknown preset, and two of them, are refused", async () => {
  expect(await runCaptured("config", "cifar")).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining('unknown preset "cifar"; did you mean "cifar10"?'),
  });
  expect((await runCaptured("config", "cifar10", "--preset", "cifar100")).stderr).toContain(
    "✖ preset cifar10 and --preset cifar100 contradict each other",
  );
});
