// Makes small run folders with known numbers, for the tests of the report.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { onTestFinished } from "vitest";
import type {
  Analyses,
  Evaluation,
  PassedOver,
  PictureGrid,
  RunConfig,
  RunEnvironment,
  RunState,
} from "../../src/run/types.ts";
import { writeAnalyses } from "./made-analyses.ts";

export const STEPS = 120;
export const MIXING_FROM = 31;

export const config: RunConfig = {
  mochi: "0.1.0",
  commit: "0123456789abcdef0123456789abcdef01234567",
  command: "mochi pretrain --preset quickstart --epochs 6 --out runs/made",
  method: "mochi",
  preset: "quickstart",
  options: { data: "cifar10", seed: 0, epochs: 6, lr: 0.06, milestones: [], nesterov: true, cropScale: 0.3 },
  sources: {
    data: "preset",
    seed: "flag",
    epochs: "derived",
    lr: "default",
    milestones: "default",
    nesterov: "preset",
  },
  notes: ["epochs 6: what fits into two minutes", "mixing-warmup 1.5: a quarter of the run"],
};

export const environment: RunEnvironment = {
  node: "v20.19.0",
  platform: "linux x64",
  cpu: "Made Processor 3000",
  cores: 4,
  threads: 2,
  libtorch: { version: "1.13.1", path: "/usr/lib/made" },
  precision: "bf16",
  precisionReason: "the processor has avx512_bf16",
  device: "cpu",
  memoryGiB: 16,
  startedAt: "2026-03-01T14:05:12Z",
};

export const state: RunState = {
  status: "finished",
  epoch: 6,
  step: STEPS,
  steps: STEPS,
  mixedSteps: STEPS - MIXING_FROM + 1,
  trainSeconds: 592,
  updatedAt: "2026-03-01T14:16:40Z",
};

export const knn: Evaluation = {
  name: "knn",
  top1: 57.125,
  top5: 93.2,
  runs: [{ top1: 57.125, top5: 93.2 }],
  mean: { top1: 57.125, top5: 93.2 },
  std: { top1: 0, top5: 0 },
  command: "mochi knn runs/made",
  options: { neighbours: 200, temperature: 0.07 },
  seconds: 8.2,
};

export const linear: Evaluation = {
  name: "linear",
  top1: 63.9,
  top5: 96.4,
  runs: [
    { top1: 63.81, top5: 96.3 },
    { top1: 63.99, top5: 96.5 },
  ],
  mean: { top1: 63.9, top5: 96.4 },
  std: { top1: 0.127, top5: 0.141 },
  command: "mochi linear runs/made --runs 2",
  options: { recipe: "cached", epochs: 60 },
  seconds: 21,
};

/** The logged steps and, after each 20, a kNN monitor: 40, 45, 50, … per cent. */
export function metricsLines(): object[] {
  const lines: object[] = [];
  for (let step = 1; step <= STEPS; step++) {
    lines.push({
      kind: "step",
      step,
      epoch: Math.floor((step - 1) / 20),
      // Falls, with a saw-tooth that a mean over an even number of steps would not see.
      loss: 8 - step / 40 + (step % 2 ? 0.05 : -0.05),
      proxyTop1: step / 200,
      learningRate: 0.06 * (1 - step / STEPS),
      imagesPerSecond: 700 + (step % 3),
      resolution: step < 81 ? 16 : 32,
      mixing: step >= MIXING_FROM,
      seconds: step / 2,
    });
    if (step % 20 === 0) {
      const sample = { trainImages: 10_000, testImages: 2000 };
      lines.push({ kind: "evaluation", name: "knn", step, epoch: step / 20, top1: 35 + step / 4, ...sample });
    }
  }
  return lines;
}

export const neighbours: PictureGrid = {
  title: "Nearest neighbours",
  caption: "Test images and their neighbours.",
  rows: 2,
  columns: 3,
  cell: 8,
  classes: [
    ["cat", "cat", "dog"],
    ["ship", "ship", "ship"],
  ],
};

export const views: PictureGrid = { title: "View pairs", caption: "Query, key.", rows: 1, columns: 4, cell: 8 };

export interface MadeRun {
  config?: Partial<RunConfig>;
  environment?: RunEnvironment | undefined;
  state?: Partial<RunState> | undefined;
  metrics?: string | undefined;
  skipped?: readonly PassedOver[];
  evaluations?: Record<string, Evaluation>;
  pictures?: Record<string, PictureGrid>;
  analyses?: Analyses;
}

/** A finished run with everything in it, except for what `changes` says; removed after the test. */
export async function makeRun(changes: MadeRun = {}): Promise<string> {
  const path = mkdtempSync(join(tmpdir(), "mochi-made-run-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  const parts = {
    environment,
    state,
    metrics: metricsLines()
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(""),
    evaluations: { knn, linear },
    pictures: { neighbours, views },
    ...changes,
  };
  const write = (name: string, value: unknown) => writeFileSync(join(path, name), JSON.stringify(value));
  write("config.json", { ...config, ...changes.config });
  if (parts.environment) write("environment.json", parts.environment);
  if (parts.state) write("state.json", { ...state, ...parts.state });
  if (changes.skipped) write("skipped.json", changes.skipped);
  if (parts.metrics !== undefined) writeFileSync(join(path, "metrics.jsonl"), parts.metrics);
  for (const folder of ["evaluations", "pictures"]) mkdirSync(join(path, folder));
  for (const [name, evaluation] of Object.entries(parts.evaluations)) write(`evaluations/${name}.json`, evaluation);
  for (const [name, grid] of Object.entries(parts.pictures)) {
    write(`pictures/${name}.json`, grid);
    const create = {
      width: grid.columns * grid.cell,
      height: grid.rows * grid.cell,
      channels: 3,
      background: "#f4a9bb",
    };
    await sharp({ create: { ...create, channels: 3 } })
      .png()
      .toFile(join(path, `pictures/${name}.png`));
  }
  if (changes.analyses) await writeAnalyses(path, changes.analyses);
  return path;
}
