// Oracle: the runs that each sitting must add, repeat or leave, and means worked from the runs' own evaluations.
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { runCells, sweep } from "../../src/experiment/sweep.ts";
import { expandSweep, type SweepConfig } from "../../src/presets/sweep.ts";
import { readSweep } from "../../src/run/sweep-folder.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { makeCifar, recordingUi } from "./made-run.ts";

const start = process.cwd();
afterEach(() => process.chdir(start));

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), "utf8"));

/** A folder to sweep in, with a sweep of tiny runs: MoCo-v2 twice, a method that does not exist, SimCLR once. */
function setUp(extra: object = {}) {
  const folder = temporaryFolder();
  process.chdir(folder);
  const base = {
    data: `cifar10:${makeCifar(folder)}`,
    ...{ arch: "resnet10", width: 2, imageSize: 8, embeddingSize: 8, batchSize: 16, epochs: 1, precision: "fp32" },
    ...{ knnEvery: 0, linear: false, lrWarmup: 0 },
  };
  const moco = { method: "moco-v2", queueSize: 32, bnSplits: 1 };
  const cells = {
    moco: { ...moco, seeds: [0, 1] },
    missing: { method: "no-such-method" },
    simclr: { method: "simclr" },
  };
  const config = { name: "tiny", seeds: [4], base, cells, ...extra };
  writeFileSync("sweep.json", JSON.stringify(config));
  return { folder: join("runs", "tiny"), config };
}

test("runs every cell, passes over what fails, keeps what is finished, and reports", async () => {
  const { folder, config } = setUp();
  const ui = recordingUi();
  expect(await sweep("sweep.json", ui)).toBe(1);
  const results = readSweep(folder)!;
  expect(
    results.cells.map(({ name, runs }) => [name, runs.map(({ seed, folder, status }) => [seed, folder, status])]),
  ).toEqual([
    [
      "moco",
      [
        [0, "moco-seed-0", "finished"],
        [1, "moco-seed-1", "finished"],
      ],
    ],
    ["missing", [[4, "missing-seed-4", "failed"]]],
    ["simclr", [[4, "simclr-seed-4", "finished"]]],
  ]);
  expect(results.cells[1]!.runs[0]!.message).toContain('unknown method "no-such-method"');
  expect(ui.warnings.some((line) => line.startsWith("[3/4] missing-seed-4 failed, going on with the next"))).toBe(true);
  const top1 = [0, 1].map((seed) => json(folder, `moco-seed-${seed}`, "evaluations", "knn.json").top1 as number);
  const mean = (top1[0]! + top1[1]!) / 2;
  expect(results.cells[0]!.top1.knn!.mean).toBeCloseTo(mean, 10);
  expect(results.cells[0]!.top1.knn!.std).toBeCloseTo(Math.abs(top1[0]! - top1[1]!) / Math.SQRT2, 10);
  expect(results.cells[2]!.top1.knn!.std).toBeUndefined();
  expect(json(folder, "moco-seed-1", "config.json").options).toMatchObject({ seed: 1, method: "moco-v2", epochs: 1 });
  expect(ui.lines.some((line) => line.trim().startsWith("moco") && line.includes("±"))).toBe(true);
  expect(existsSync(join(folder, "report.html"))).toBe(true);

  // Again: nothing is trained twice, what is missing is made anew.
  const untouched = join(folder, "moco-seed-0", "state.json");
  const before = statSync(untouched).mtimeMs;
  rmSync(join(folder, "simclr-seed-4"), { recursive: true });
  const again = recordingUi();
  expect(await sweep("sweep.json", again)).toBe(1);
  expect(statSync(untouched).mtimeMs).toBe(before);
  expect(again.lines).toContain("[1/4] moco-seed-0: finished before");
  expect(json(folder, "simclr-seed-4", "state.json").status).toBe("finished");
  expect(readSweep(folder)).toMatchObject({ cells: [{ top1: { knn: { mean } } }, {}, {}] });

  // A finished run is not passed off as one of other options.
  const changed = { ...config, base: { ...config.base, lr: 0.5 }, cells: { moco: config.cells.moco } };
  writeFileSync("sweep.json", JSON.stringify(changed));
  expect(await sweep("sweep.json", recordingUi())).toBe(2);
  expect(readSweep(folder)!.cells[0]!.runs[0]!.message).toContain("made with other options: lr 0.06, now 0.5");
}, 120_000);

test("a heat map is kept with the results and drawn in the report", async () => {
  const grid = { lr: [0.01, 0.06], width: [2] };
  const cells = { base: { method: "moco-v2", queueSize: 32, bnSplits: 1 } };
  const baseline = "base_lr-0.06_width-2";
  const { folder } = setUp({ seeds: [0], cells, grid, heatmap: { x: "lr", y: "width", baseline, score: "knn" } });
  expect(await sweep("sweep.json", recordingUi())).toBe(0);
  const { heatmap, cells: results } = readSweep(folder)!;
  expect(heatmap).toEqual({ x: "lr", y: "width", baseline, score: "knn" });
  const [gained, base] = results.map(({ top1 }) => top1.knn!.mean);
  const gain = Math.abs(gained! - base!).toFixed(2);
  const report = readFileSync(join(folder, "report.html"), "utf8");
  expect(report).toContain(`Gain in kNN top-1 over ${baseline}`);
  expect(report).toMatch(new RegExp(`>[+−]?${gain}</text>`));
}, 120_000);

test("an interruption stops the sweep with a checkpoint, and the next sitting goes on there", async () => {
  const { folder } = setUp();
  const interrupting = recordingUi((state) => {
    if (state && "loss" in state && state.done === 2) process.emit("SIGINT");
  });
  await expect(sweep("sweep.json", interrupting)).rejects.toMatchObject({
    code: "interrupted",
    message: "stopped in run 1 of 4; a checkpoint is saved",
    remedy: "go on with: mochi sweep sweep.json",
  });
  expect(readSweep(folder)!.cells[0]!.runs.map(({ status }) => status)).toEqual(["waiting", "waiting"]);
  expect(json(folder, "moco-seed-0", "state.json").status).toBe("interrupted");
  const ui = recordingUi();
  expect(await sweep("sweep.json", ui)).toBe(1);
  expect(ui.lines).toContain("resuming after step 2 of 5");
  expect(readSweep(folder)!.cells[0]!.runs.map(({ status }) => status)).toEqual(["finished", "finished"]);
}, 120_000);

test("cells run by seed: the first seed of each, then the second; each finished run is handed on", async () => {
  const { config } = setUp();
  const folder = join("runs", "rounds");
  const { moco, simclr } = config.cells;
  const cells = expandSweep(
    { seeds: [0], base: config.base, cells: { a: moco, b: { ...simclr, seeds: [0, 1] } } } as SweepConfig,
    "made",
  );
  const [ui, handed]: [ReturnType<typeof recordingUi>, string[]] = [recordingUi(), []];
  const job = { name: "rounds", folder, command: "go on", origin: "made", cells, bySeed: true };
  const afterRun = async (path: string) => {
    handed.push(path);
    // What is asked for between runs stops before the next.
    if (handed.length === 3) process.emit("SIGINT");
  };
  await expect(runCells({ ...job, afterRun }, ui)).rejects.toMatchObject({
    code: "interrupted",
    message: "stopped after run 3 of 4",
    remedy: "go on with: go on",
  });
  expect(handed).toEqual(["a-seed-0", "b-seed-0", "a-seed-1"].map((name) => join(folder, name)));
  const again: string[] = [];
  const results = await runCells({ ...job, afterRun: async (path) => void again.push(path) }, recordingUi());
  expect(again).toEqual(["a-seed-0", "b-seed-0", "a-seed-1", "b-seed-1"].map((name) => join(folder, name)));
  expect(results.cells.map(({ runs }) => runs.map(({ status }) => status))).toEqual([
    ["finished", "finished"],
    ["finished", "finished"],
  ]);
}, 120_000);

test("a file that does not load, or is no sweep, is refused", async () => {
  setUp();
  writeFileSync("broken.json", "{");
  await expect(sweep("broken.json", recordingUi())).rejects.toMatchObject({
    code: "sweep-unloadable",
    where: "broken.json",
  });
  writeFileSync("none.json", "{}");
  await expect(sweep("none.json", recordingUi())).rejects.toMatchObject({ code: "sweep-refused" });
  await expect(sweep("nowhere.ts", recordingUi())).rejects.toMatchObject({ code: "config-missing" });
});

test("the example that is shipped is a sweep of known seeds", async () => {
  const { loadConfigFile } = await import("../../src/options/config-file.ts");
  const { expandSweep } = await import("../../src/presets/sweep.ts");
  const file = join(start, "experiments/cifar10-methods/sweep.ts");
  const cells = expandSweep((await loadConfigFile(file))!.values as never, file);
  expect(cells).toHaveLength(24);
  const seedsOf = (wanted: string) => cells.find(({ name }) => name === wanted)!.seeds;
  for (const name of ["random-init", "moco-v2", "mochi", "simclr", "byol"]) expect(seedsOf(name)).toEqual([0, 1, 2]);
  expect(seedsOf("supervised")).toEqual([0]);
});

test("the ablation grid that is shipped: MoCo-v2 and every (N, s, s′), all of which resolve", async () => {
  const { loadConfigFile } = await import("../../src/options/config-file.ts");
  const { expandSweep } = await import("../../src/presets/sweep.ts");
  const { resolvePretrain } = await import("../../src/presets/resolve.ts");
  const { methods } = await import("../../src/methods/index.ts");
  const file = join(start, "experiments/mixing-grid/sweep.ts");
  const cells = expandSweep((await loadConfigFile(file))!.values as never, file);
  // Two N, and three s by three s′ without (0, 0).
  expect(cells.map(({ name }) => name)).toHaveLength(1 + 2 * 8);
  for (const { name, values } of cells) {
    const { config, warnings } = resolvePretrain({ flags: {}, configFile: { name: file, values }, methods });
    expect(warnings).toEqual([]);
    expect(config.method, name).toBe(name === "moco-v2" ? "moco-v2" : "mochi");
    if (name === "mochi-256-1024-128")
      expect(config.options).toMatchObject({ hardest: 256, synthetic: 1024, syntheticWithQuery: 128, width: 8 });
  }
});
