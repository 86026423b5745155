// Oracle: the order defaults < preset < mochi.config.ts < flags, and refusals written out by hand.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { type PretrainInput, resolvePretrain } from "../../src/presets/resolve.ts";
import { stubMethods } from "./stub-methods.ts";

let folder: string;
const start = process.cwd();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mochi-resolve-"));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

type Given = Pick<PretrainInput, "flags"> & { file?: Record<string, unknown>; isRun?: boolean };

function resolve({ flags, file, isRun = true }: Given) {
  const configFile = file && { name: "mochi.config.ts", values: file };
  return resolvePretrain({ flags, configFile, methods: stubMethods, isRun });
}

/** Message and place of every violation. */
function refusals(given: Given): string[] {
  try {
    resolve(given);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).problems.map(({ message, where }) => `${message} | ${where}`);
  }
  return [];
}

function writeRun(name: string, status: string, options: Record<string, unknown> = {}) {
  const { config } = resolve({ flags: { "--preset": "cifar10" }, isRun: false });
  mkdirSync(join(folder, name), { recursive: true });
  const stored = { ...config, options: { ...config.options, out: name, ...options } };
  writeFileSync(join(folder, name, "config.json"), JSON.stringify(stored));
  writeFileSync(join(folder, name, "state.json"), JSON.stringify({ status }));
}

test("without anything given, it is quickstart", () => {
  const { config, warnings } = resolve({ flags: {} });
  expect(config).toMatchObject({ preset: "quickstart", method: "mochi", notes: [] });
  expect(config.command).toBe("mochi pretrain --preset quickstart");
  expect(config.options).toMatchObject({ lr: 0.1, minutes: 10, out: "runs/quickstart", hardest: 256, threads: 0 });
  expect(config.options.resume).toBeUndefined();
  expect(warnings).toEqual([]);
});

test("flags win over the config file, the file over the preset, the preset over defaults", () => {
  const { config } = resolve({
    flags: { "--lr": "0.5", "--seed": "3" },
    file: { preset: "cifar10", lr: 0.4, batchSize: 128, hardest: 512 },
  });
  expect(config.options).toMatchObject({ lr: 0.5, seed: 3, batchSize: 128, hardest: 512, epochs: 10, clipGradient: 0 });
  expect(config.sources).toMatchObject({
    preset: "config",
    lr: "flag",
    seed: "flag",
    batchSize: "config",
    hardest: "config",
    epochs: "preset",
    clipGradient: "default",
  });
  expect(config.options.out).toBe("runs/cifar10");
  expect(config.command).toBe("mochi pretrain --preset cifar10 --seed 3 --batch-size 128 --lr 0.5 --mochi 512,256,64");
});

test("a method without a preset takes its own default, and a folder of its own where the preset is another's", () => {
  const { config } = resolve({ flags: { "--method": "moco-v2" } });
  expect(config).toMatchObject({ preset: "cifar10", method: "moco-v2", sources: { method: "flag" } });
  expect(config.options.out).toBe("runs/cifar10-moco-v2");
  expect(config.command).toBe("mochi pretrain --preset cifar10 --method moco-v2");
  expect(resolve({ flags: {}, file: { method: "moco-v2" } }).config.preset).toBe("cifar10");
  expect(resolve({ flags: { "--method": "moco-v2", "--preset": "quickstart" } }).config.preset).toBe("quickstart");
  // The dial of minutes is quickstart's.
  expect(resolve({ flags: { "--method": "moco-v2", "--minutes": "2" } }).config.preset).toBe("quickstart");
});

test("--mochi implies its method over the file's; another method by flag is refused", () => {
  const implied = resolve({ flags: { "--mochi": "1024,512,256" }, file: { method: "moco-v2" } }).config;
  expect(implied).toMatchObject({ method: "mochi", sources: { method: "flag", synthetic: "flag" } });
  expect(refusals({ flags: { "--mochi": "1024,512,256", "--method": "moco-v2" } })).toEqual([
    "--mochi belongs to method mochi, but the method is moco-v2 | --mochi",
  ]);
});

test("a preset's options of another method are dropped; those of a config file as well, with a note", () => {
  const { config } = resolve({ flags: { "--method": "moco-v2" }, file: { mixingWarmup: 2 } });
  expect(config.options).not.toHaveProperty("hardest");
  expect(config.options).not.toHaveProperty("mixingWarmup");
  expect(config.notes).toEqual(["mixingWarmup of mochi.config.ts left out: method moco-v2 has no such options"]);
  expect(refusals({ flags: {}, file: { method: "moco-v2", mixingWarmup: 2 } })).toEqual([
    "--mixing-warmup belongs to method mochi, but the method is moco-v2 | --mixing-warmup (from mochi.config.ts)",
  ]);
});

test("everything wrong is told at once, each with its place", () => {
  const file = { lrr: 0.1, temperature: 0, preset: "cifar10", bnSplits: 7 };
  const flags = { "--queue-size": "1000", "--mochi": "2048,8,8", "--method": "mochy", "--data": "/nowhere/at-all" };
  expect(refusals({ flags: { ...flags, "--mixing-warmup": "10", "--lr-warmup": "11" }, file })).toEqual([
    'unknown option "lrr"; did you mean "lr"? | mochi.config.ts',
    "temperature is 0, expected a number above 0 | --temperature (from mochi.config.ts)",
    'unknown method "mochy"; did you mean "mochi"? | --method',
    "queue size 1000 is not a multiple of batch size 256 | --queue-size",
    "2048 hardest negatives cannot be taken from a queue of 1000 | --mochi",
    "mixing warm-up of 10 epochs is not shorter than the run of 10 epochs | --mixing-warmup",
    "learning-rate warm-up of 11 epochs is not shorter than the run of 10 epochs | --lr-warmup",
    "batch size 256 is not divisible by 7 BN splits | --bn-splits (from mochi.config.ts)",
    "data folder /nowhere/at-all does not exist | --data",
  ]);
});

test("an inherited value that does not fit names its preset", () => {
  expect(refusals({ flags: { "--batch-size": "384", "--preset": "cifar10" } })).toEqual([
    "queue size 4096 is not a multiple of batch size 384 | --queue-size (from preset cifar10)",
  ]);
  expect(refusals({ flags: { "--preset": "imagenet100" } })).toEqual([
    `data folder ${join(process.cwd(), "imagenet100")} does not exist | --data (from preset imagenet100)`,
  ]);
});

test("an unknown preset lists what there is, and no run folder is looked for", () => {
  expect(refusals({ flags: { "--preset": "quikstart" } })).toEqual([
    'unknown preset "quikstart"; did you mean "quickstart"? | --preset',
  ]);
});

test("a batch larger than a known data set is refused", () => {
  expect(refusals({ flags: { "--batch-size": "65536", "--queue-size": "65536" } })).toEqual([
    "batch size 65536 is larger than the data set of 50000 images | --batch-size",
  ]);
});

test("when values are only shown, the disk is not asked", () => {
  const { config } = resolve({ flags: { "--preset": "imagenet1k" }, isRun: false });
  expect(config.options.data).toBe("folder:./imagenet");
});

test("an unfinished run at --out is continued as it was started, with what may change", () => {
  writeRun("runs/cifar10", "interrupted", { lr: 0.07 });
  const { config } = resolve({ flags: { "--preset": "cifar10", "--threads": "1", "--lr": "0.07" } });
  expect(config.options).toMatchObject({ lr: 0.07, threads: 1, out: "runs/cifar10", resume: "runs/cifar10" });
  expect(config.sources).toMatchObject({ threads: "flag" });
  expect(resolve({ flags: { "--preset": "cifar10", "--resume": "auto" } }).config.options.resume).toBe("runs/cifar10");
});

test("--resume takes preset and method from the run, and refuses what contradicts it", () => {
  writeRun("runs/begun", "running");
  const { config } = resolve({ flags: { "--resume": "runs/begun" } });
  expect(config).toMatchObject({ preset: "cifar10", options: { lr: 0.06, resume: "runs/begun", out: "runs/begun" } });
  const flags = { "--resume": "runs/begun", "--lr": "0.1", "--out": "runs/new", "--method": "moco-v2" };
  expect(refusals({ flags: { ...flags, "--epochs": "10" } })).toEqual([
    "lr is 0.1, but the unfinished run in runs/begun was started with 0.06 | --lr",
    "out is runs/new, but the unfinished run in runs/begun was started with runs/begun | --out",
    "method is moco-v2, but the unfinished run in runs/begun was started with mochi | --method",
  ]);
});

test("a finished run is never overwritten, a missing one not resumed", () => {
  writeRun("runs/done", "finished");
  expect(refusals({ flags: { "--out": "runs/done" } })).toEqual([
    "runs/done holds a finished run, which is not overwritten | --out",
  ]);
  expect(refusals({ flags: { "--resume": "runs/done" } })).toEqual(["the run in runs/done is finished | --resume"]);
  expect(refusals({ flags: { "--resume": "runs/none" } })).toEqual(["there is no run in runs/none | --resume"]);
});

test("a config.json of something else, or a broken one, is not taken for a run", () => {
  mkdirSync(join(folder, "other"));
  writeFileSync(join(folder, "other", "config.json"), '{ "name": "an app" }');
  expect(refusals({ flags: { "--out": "other" } })).toEqual(["other/config.json is not that of a run | --out"]);
  writeFileSync(join(folder, "other", "config.json"), "{");
  expect(refusals({ flags: { "--out": "other" } })[0]).toMatch(/^the run in other cannot be read: .* \| --out$/);
});
