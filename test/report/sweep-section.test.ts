// Oracle: gains worked out by hand, in the drawn heat map of a sweep's folder.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeReport } from "../../src/report/index.ts";
import { sweepsSection } from "../../src/report/sweep-section.ts";
import { type SweepHeatmap, type SweepRun, writeSweep } from "../../src/run/sweep-folder.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { makeRun } from "./made-run.ts";

const heatmap: SweepHeatmap = {
  x: "syntheticWithQuery",
  y: "synthetic",
  panel: "hardest",
  baseline: "moco-v2",
  score: "linear",
};

function runs(name: string, scores: readonly number[]): SweepRun[] {
  return scores.map((linear, seed) => ({ seed, folder: `${name}-${seed}`, status: "finished", top1: { linear } }));
}

function makeSweep(drawn: SweepHeatmap | undefined, baseline: readonly number[] = [70, 71]): string {
  const folder = temporaryFolder();
  const mixed = (n: number, s: number, sq: number, scores: readonly number[]) => {
    const name = `mochi-${n}-${s}-${sq}`;
    return { name, values: { hardest: n, synthetic: s, syntheticWithQuery: sq }, runs: runs(name, scores), top1: {} };
  };
  const cells = [
    { name: "moco-v2", values: {}, runs: runs("moco-v2", baseline), top1: {} },
    mixed(64, 0, 128, [70.5, 72]),
    mixed(64, 256, 0, [69.5, 70.5]),
    mixed(256, 0, 128, [70]),
  ];
  writeSweep(folder, { name: "grid", command: "mochi sweep grid.ts", cells, ...(drawn && { heatmap: drawn }) });
  return folder;
}

test("one heat map for each panel, with gains, deviations, seeds, axes and the command", async () => {
  const { text } = (await sweepsSection([makeSweep(heatmap)]))!;
  expect(text).toContain(`<figure id="gains-0-0"><h3>Gain in linear top-1 over moco-v2: N (hardest) = 64</h3>`);
  expect(text).toContain(`<figure id="gains-0-1"><h3>Gain in linear top-1 over moco-v2: N (hardest) = 256</h3>`);
  const [first, second] = text.split(`<figure id="gains-0-1">`);
  // 0.5 and 1; −0.5 and −0.5.
  for (const part of ["+0.75", "± 0.35, n = 2", "−0.50", "± 0.00, n = 2", "s (synthetic)", "s′ (syntheticWithQuery)"])
    expect(first).toContain(`>${part}</text>`);
  expect(second).toContain(">0.00</text>");
  expect(second).toContain(">n = 1</text>");
  expect(first).toContain("Baseline: 70.50 ± 0.71 % (n = 2).");
  expect(text.replace(/<\/?span>/g, "")).toContain("mochi sweep grid.ts");
});

test("a sweep without a heat map, and a folder that is none, have no section; one without its baseline says so", async () => {
  expect(await sweepsSection([makeSweep(undefined), temporaryFolder()])).toBeUndefined();
  expect((await sweepsSection([makeSweep(heatmap, [])]))!.text).toContain("No gains yet");
});

test("the report of a sweep's folder shows it", async () => {
  const run = await makeRun();
  const folder = temporaryFolder();
  const finished: SweepRun = {
    seed: 0,
    folder: join("..", run.split("/").at(-1)!),
    status: "finished",
    top1: { knn: 50 },
  };
  const cells = [
    { name: "base", values: {}, runs: [finished], top1: {} },
    { name: "other", values: { lr: 1, width: 8 }, runs: [{ ...finished, top1: { knn: 51.25 } }], top1: {} },
  ];
  writeSweep(folder, {
    name: "tiny",
    command: "mochi sweep tiny.ts",
    cells,
    heatmap: { x: "lr", y: "width", baseline: "base", score: "knn" },
  });
  const page = readFileSync(await writeReport([folder]), "utf8");
  expect(page).toContain("Gain in kNN top-1 over base");
  // What was asked for, not the runs that it stands for.
  expect(page.replace(/<[^>]*>/g, "")).toContain(`mochi report ${folder}`);
  expect(page).toContain(">+1.25</text>");
});
