// Oracle: what each sitting must plan, train, analyse or leave, and claims judged from the runs' own files.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { choosePrecision } from "../../../src/experiment/environment.ts";
import { expectations, makePlan, type ReproductionPlan } from "../../../src/experiment/reproduce/plan.ts";
import { reproduce } from "../../../src/experiment/reproduce/reproduce.ts";
import { ruleOfVerdicts } from "../../../src/experiment/reproduce/rule.ts";
import { readClaims } from "../../../src/run/claims-folder.ts";
import { temporaryFolder } from "../../data/temporary-folder.ts";
import { makeCifar, recordingUi } from "../made-run.ts";

const start = process.cwd();
let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
  process.chdir(folder);
  vi.stubEnv("MOCHI_DATA", join(folder, "cache"));
});
afterEach(() => {
  process.chdir(start);
  vi.unstubAllEnvs();
});

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), "utf8"));
const out = join("runs", "tiny");

/** Made CIFAR-10 files with names for their classes. */
function makeNamedCifar(rowsOfPart?: number): string {
  const path = makeCifar(folder, rowsOfPart);
  writeFileSync(join(path, "batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
  return path;
}

/** What was asked of the analyses; each writes numbers that follow from the folder's name. */
function fakeAnalyses() {
  const asked: [string, readonly string[]][] = [];
  const analyze = async (path: string, only: readonly string[]) => {
    asked.push([path, only]);
    const alignment = path.includes("supervised") ? 0.3 : path.includes("mochi") ? 0.7 : 0.5;
    const encoder = { alignment: alignment + 0.01 * Number(path.at(-1)), uniformity: -1 };
    mkdirSync(join(path, "analyses"), { recursive: true });
    writeFileSync(join(path, "analyses", "alignment-uniformity.json"), JSON.stringify({ encoder }));
  };
  return { asked, analyze };
}

/** A plan of three tiny cells with two seeds each, written by hand. */
function writeTinyPlan() {
  const data = `cifar10:${makeNamedCifar()}`;
  const tiny = {
    ...{ preset: "quickstart", data, width: 4, imageSize: 8, resolutions: [], epochs: 2, batchSize: 16, lrWarmup: 0 },
    ...{ embeddingSize: 8, headHidden: 8, precision: "fp32", knnEvery: 1, printFrequency: 1 },
  };
  const moco = { ...tiny, method: "moco-v2", queueSize: 32 };
  const mixing = { method: "mochi", hardest: 8, synthetic: 6, syntheticWithQuery: 3, mixingWarmup: 0.5 };
  const cell = (name: string, values: object) => ({ name, purpose: "", values: { ...values }, seeds: [0, 1] });
  const cells = [
    cell("moco-v2", moco),
    cell("mochi", { ...moco, ...mixing }),
    cell("supervised", { ...tiny, method: "supervised" }),
  ];
  const plan = {
    ...{
      command: "mochi reproduce --hours 1",
      hours: 1,
      data,
      width: 4,
      epochs: 2,
      runs: 6,
      reasons: ["made by hand"],
    },
    ...{ trainingHours: 0.5, evaluationHours: 0.25, rule: ruleOfVerdicts, claims: expectations(), cells },
  } as unknown as ReproductionPlan;
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "plan.json"), JSON.stringify(plan));
  return {
    values: { hours: 1, plan: false, data, out, threads: 0 },
    plan: readFileSync(join(out, "plan.json"), "utf8"),
  };
}

test("a plan is run in rounds, judged after every run, interrupted, continued, and left as it was", async () => {
  const { values, plan } = writeTinyPlan();
  const { asked, analyze } = fakeAnalyses();
  let seen = 0;
  const counted = async (path: string, only: readonly string[]) => {
    await analyze(path, only);
    seen++;
  };
  // In the fourth run, once three have been analysed.
  const interrupting = recordingUi((state) => {
    if (seen === 3 && state && "loss" in state && state.done === 2) process.emit("SIGINT");
  });
  await expect(reproduce(values, interrupting, counted)).rejects.toMatchObject({
    code: "interrupted",
    message: "stopped in run 4 of 6; a checkpoint is saved",
    remedy: "go on with: mochi reproduce --hours 1",
  });
  const rounds = ["moco-v2-seed-0", "mochi-seed-0", "supervised-seed-0"].map((name) => join(out, name));
  expect(asked).toEqual(rounds.map((path) => [path, ["alignment-uniformity"]]));
  expect(readClaims(out)).toMatchObject({ finishedRuns: 3, plannedRuns: 6, differsFromPlan: false });
  expect(existsSync(join(out, "claims.md"))).toBe(true);
  const untouched = statSync(join(rounds[0]!, "state.json")).mtimeMs;

  const ui = recordingUi();
  expect(await reproduce(values, ui, analyze)).toBe(0);
  expect(statSync(join(rounds[0]!, "state.json")).mtimeMs).toBe(untouched);
  expect(ui.lines.some((line) => line.startsWith("resuming after step 2"))).toBe(true);
  expect(asked).toHaveLength(6);
  expect(readFileSync(join(out, "plan.json"), "utf8")).toBe(plan);

  const results = readClaims(out)!;
  expect(results.finishedRuns).toBe(6);
  expect(results.leftOut).toEqual([]);
  const claim = (name: string) => results.claims.find((one) => one.name === name)!;
  const kept = claim("linear-kept").comparisons[0]!;
  const linear = (cell: string, seed: number) => json(out, `${cell}-seed-${seed}`, "evaluations", "linear.json").top1;
  expect(kept.pairs.map(({ value }) => value)).toEqual(
    [0, 1].map((seed) => linear("mochi", seed) - linear("moco-v2", seed)),
  );
  const aligned = claim("alignment-and-uniformity").comparisons;
  expect(aligned.slice(0, 2).map(({ mean, verdict }) => [mean!.toFixed(6), verdict])).toEqual([
    ["-0.200000", "holds"],
    ["-0.200000", "holds"],
  ]);
  expect(claim("faster-learning").comparisons[0]!.pairs).toHaveLength(2);
  expect(claim("temperature").reason).toContain("needs 2 seeds, has 0");
  expect(ui.lines).toContain("the talk's claims, from 6 of 6 runs:");
  const page = readFileSync(join(out, "report.html"), "utf8");
  expect(page).toContain('id="claims"');
}, 240_000);

test("an analysis that fails is named and passed over, and made in the next sitting", async () => {
  const { values } = writeTinyPlan();
  const ui = recordingUi();
  const failing = async () => {
    throw new Error("no such analysis");
  };
  const { cells, ...rest } = json(out, "plan.json");
  const single = [{ ...cells[2], seeds: [0] }];
  writeFileSync(join(out, "plan.json"), JSON.stringify({ ...rest, cells: single, rule: ["another"] }));
  expect(await reproduce(values, ui, failing)).toBe(1);
  const path = join(out, "supervised-seed-0");
  expect(ui.warnings.some((line) => line.includes(`the analysis of ${path} failed, going on`))).toBe(true);
  expect(readClaims(out)).toMatchObject({ finishedRuns: 1, plannedRuns: 1, differsFromPlan: true });
  const leftOut = { run: "supervised-seed-0", reason: "without alignment and uniformity" };
  expect(readClaims(out)!.leftOut).toEqual([leftOut]);
  const { asked, analyze } = fakeAnalyses();
  expect(await reproduce(values, recordingUi(), analyze)).toBe(0);
  expect(asked.map(([asked]) => asked)).toEqual([path]);
}, 120_000);

test("other hours or other data than the plan's are refused, and the plan stays", async () => {
  const { values, plan } = writeTinyPlan();
  await expect(reproduce({ ...values, hours: 2 }, recordingUi())).rejects.toMatchObject({
    code: "plan-differs",
    message: `the plan in ${out} was made for 1 hours, not for 2; it is not changed once it is written`,
    remedy: "go on with: mochi reproduce --hours 1; or start anew in another --out",
  });
  await expect(reproduce({ ...values, data: "cifar10" }, recordingUi())).rejects.toMatchObject({
    code: "plan-differs",
  });
  expect(readFileSync(join(out, "plan.json"), "utf8")).toBe(plan);
});

test("images without named classes are refused before anything is measured", async () => {
  const values = { hours: 2, plan: true, data: `cifar10:${makeCifar(folder)}`, out, threads: 0 };
  await expect(reproduce(values, recordingUi())).rejects.toMatchObject({ code: "reproduce-without-labels" });
  expect(existsSync(out)).toBe(false);
});

test("costs are measured, and the plan is written with rule and expectations before anything is trained", async () => {
  const data = `cifar10:${makeNamedCifar(32)}`;
  const values = { hours: 2, plan: true, data, out, threads: 0 };
  const ui = recordingUi();
  expect(await reproduce(values, ui)).toBe(0);
  const plan = json(out, "plan.json") as ReproductionPlan;
  expect(plan.command).toBe(`mochi reproduce --hours 2 --data ${data} --out ${out}`);
  expect(plan.claims).toHaveLength(11);
  for (const rate of Object.values(plan.costs.imagesPerSecond)) expect(rate).toBeGreaterThan(0);
  // More than what opening and reporting take.
  expect(plan.costs.evaluationSeconds).toBeGreaterThan(6);
  expect(plan.costs.monitorSeconds).toBeGreaterThan(0);
  expect(plan.cells.find(({ name }) => name === "moco-v2")!.values).toMatchObject({
    epochs: plan.epochs,
    queueSize: 16_384,
  });
  expect(ui.lines.some((line) => line.startsWith(`plan: ${plan.runs} runs of 16 cells in about`))).toBe(true);
  const page = readFileSync(join(out, "plan.md"), "utf8");
  for (const sentence of ruleOfVerdicts) expect(page).toContain(sentence);
  expect(page).toContain("- MoCHi's proxy accuracy lies below MoCo-v2's: the mean lies below 0");
  expect(page).toContain("the mean lies above -1");
  expect(existsSync(join(out, "moco-v2-seed-0"))).toBe(false);

  // The same plan again, also where the rates would be others by now.
  rmSync(join(folder, "cache"), { recursive: true, force: true });
  const before = readFileSync(join(out, "plan.json"), "utf8");
  expect(await reproduce(values, recordingUi())).toBe(0);
  expect(readFileSync(join(out, "plan.json"), "utf8")).toBe(before);
}, 240_000);

test("a plan names the precision, so that another machine trains in it too", () => {
  const costs = { imagesPerSecond: {} as never, evaluationSeconds: 1, monitorSeconds: 1 };
  const sizes = { seeds: { main: 2, others: 1 }, width: 8, epochs: 3, runs: 18 };
  const choice = { ...sizes, trainingHours: 1, evaluationHours: 1, reasons: [] };
  const values = { hours: 1, plan: true, data: "cifar10", out, threads: 0 };
  const { cells } = makePlan(choice, costs, values, "mochi reproduce");
  expect(new Set(cells.map(({ values: { precision } }) => precision))).toEqual(
    new Set([choosePrecision("auto").precision]),
  );
  expect(cells.find(({ name }) => name === "moco-v2")!.seeds).toEqual([0, 1]);
});
