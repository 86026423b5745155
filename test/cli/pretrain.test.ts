// Oracle: the list of flags as a snapshot; refusals by message and exit code; what the experiment is handed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pretrainFlags } from "../../src/cli/pretrain-input.ts";
import { methods } from "../../src/methods/index.ts";
import { flagEntries, flagTerm } from "../../src/options/help.ts";
import { presets } from "../../src/presets/index.ts";
import { runCaptured } from "./run-captured.ts";

const pretrain = vi.hoisted(() => vi.fn());
vi.mock("../../src/experiment/pretrain.ts", () => ({ pretrain }));

let folder: string;
const start = process.cwd();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mochi-cli-"));
  process.chdir(folder);
  pretrain.mockReset();
});
afterEach(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

/** The message lines of a refused command line, which must not have started anything. */
async function refusal(...flags: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runCaptured("pretrain", ...flags);
  expect([code, stdout, pretrain.mock.calls.length]).toEqual([2, "", 0]);
  return stderr.trimEnd().split("\n");
}

const namesOf = (list: typeof methods) =>
  list
    .map(({ name }) => name)
    .sort()
    .join(", ");

test("the flags that do not depend on the method", () => {
  expect(flagEntries(pretrainFlags([])).map(flagTerm)).toMatchInlineSnapshot(`
    [
      "--config <file>",
      "--method <name>",
      "--preset <name>",
      "--data <source>",
      "--max-broken <percent>",
      "--out <folder>",
      "--resume <run|auto>",
      "--seed <n>",
      "-a, --arch <name>",
      "--width <channels>",
      "--stem <cifar|imagenet>",
      "--embedding-size <d>",
      "--head-layers <n>",
      "--head-hidden <n>",
      "--[no-]head-batch-norm",
      "--augmentation <name>",
      "--crop-scale <min>",
      "--image-size <px>",
      "--resolutions <size:share,…>",
      "--epochs <epochs>",
      "--minutes <minutes>",
      "-b, --batch-size <images>",
      "--accumulate <parts>",
      "--optimizer <name>",
      "--lr <rate>",
      "--optimizer-momentum <x>",
      "--[no-]nesterov",
      "--wd <x>",
      "--[no-]decay-norms-and-biases",
      "--schedule <cosine|step>",
      "--milestones <epochs>",
      "--lr-warmup <epochs>",
      "--clip-gradient <norm>",
      "--knn-every <epochs>",
      "--analyze-every <steps>",
      "--[no-]linear",
      "--checkpoint-every <epochs>",
      "-p, --print-freq <steps>",
      "--[no-]profile",
      "--precision <fp32|bf16|auto>",
      "--device <device>",
      "--threads <n>",
    ]
  `);
});

test("the methods' flags: each option once, under the first methods that have it", () => {
  const all = pretrainFlags(methods);
  for (const { options } of methods) for (const key of Object.keys(options)) expect(all).toHaveProperty(key);
  expect(all.mixingWarmup!.group).toBe("Method: mochi, mochi-oracle");
  const queue = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...methods[0]!,
      name: `m${index + 1}`,
      options: { q: all.queueSize! },
    }));
  expect(pretrainFlags(queue(4)).q!.group).toBe("Method: m1, m2, m3, m4");
  expect(pretrainFlags(queue(6)).q!.group).toBe("Method: m1, m2, m3 and 3 more");
});

test.each<[string, string[], string[]]>([
  ["an unknown flag", ["--lrr", "0.1"], ["✖ unknown flag --lrr; did you mean --lr?", "  correct it, or drop it"]],
  ["a surplus argument", ["cifar10"], ['✖ unexpected argument "cifar10"', "  see mochi pretrain --help"]],
  ["a missing value", ["--lr"], ["✖ --lr needs a value: --lr <rate>", "  see mochi pretrain --help"]],
  [
    "an unknown method",
    ["--method", "moch"],
    ['✖ unknown method "moch"; did you mean "mochi"?', `  → --method   methods: ${namesOf(methods)}`],
  ],
  [
    "an unknown preset",
    ["--preset", "cifar"],
    [
      '✖ unknown preset "cifar"; did you mean "cifar10"?',
      `  → --preset   presets: ${Object.keys(presets).sort().join(", ")}`,
    ],
  ],
  [
    "an unknown arch",
    ["--arch", "resnet55"],
    [
      '✖ unknown arch "resnet55"; did you mean "resnet50"?',
      "  → --arch   use one of resnet10, resnet18, resnet34, resnet50",
    ],
  ],
  [
    "a negative temperature",
    ["--temperature", "-0.2"],
    ["✖ temperature is -0.2, expected a number above 0", "  → --temperature   for example 0.2"],
  ],
  [
    "a temperature of zero",
    ["--temperature", "0"],
    ["✖ temperature is 0, expected a number above 0", "  → --temperature   for example 0.2"],
  ],
  [
    "N above the queue",
    ["--mochi", "8192,256,64"],
    [
      "✖ 8192 hardest negatives cannot be taken from a queue of 4096",
      "  → --mochi   use an N of at most 4096, or a larger --queue-size",
    ],
  ],
  [
    "two numbers for three",
    ["--mochi", "256,64"],
    [
      '✖ --mochi is "256,64", expected 3 values: hardest, synthetic, synthetic with query',
      "  → --mochi   for example --mochi 256,256,64",
    ],
  ],
  [
    "--mochi with another method",
    ["--mochi", "256,256,64", "--method", "moco-v2"],
    [
      "✖ --mochi belongs to method mochi, mochi-oracle, but the method is moco-v2",
      "  → --mochi   drop it, or use --method mochi",
    ],
  ],
  [
    "a queue of no whole batches",
    ["--queue-size", "65000"],
    ["✖ queue size 65000 is not a multiple of batch size 64", "  → --queue-size   use 64960 or 65024"],
  ],
  [
    "a missing data folder",
    ["--data", "folder:/nowhere/at-all"],
    ["✖ data folder /nowhere/at-all does not exist", '  → --data   check the path: there is no "nowhere" in /'],
  ],
  [
    "a mixing warm-up as long as the run",
    ["--epochs", "2", "--mixing-warmup", "2"],
    [
      "✖ mixing warm-up of 2 epochs is not shorter than the run of 2 epochs",
      "  → --mixing-warmup   use --mixing-warmup 0.3, or more --epochs",
    ],
  ],
  [
    "malformed resolutions",
    ["--resolutions", "16-0.5"],
    [
      '✖ resolutions is "16-0.5", expected size:share pairs such as 16:0.577,24:0.902,32:1 (sizes of at least 8 px, shares above 0 and of at most 1); in a config file [{ size, until }, …]',
      "  → --resolutions   leave it out, or give what is expected",
    ],
  ],
  [
    "minutes beside epochs",
    ["--minutes", "2", "--epochs", "3"],
    ["✖ minutes 2 and --epochs contradict each other", "  → --minutes   give the minutes, or the rest"],
  ],
  [
    "minutes for another preset",
    ["--minutes", "2", "--preset", "cifar10"],
    ["✖ minutes 2 belongs to the preset quickstart, not to cifar10", "  → --minutes   use --epochs instead"],
  ],
])("%s is refused with 2", async (_, flags, lines) => {
  expect(await refusal(...flags)).toEqual(lines);
});

test("synthetic negatives without hardest ones are refused", async () => {
  expect((await refusal("--mochi", "1,128,64"))[0]).toBe(
    "✖ 128 + 64 synthetic negatives cannot be mixed from 1 hardest ones",
  );
  expect(await refusal("--mochi", "0,128,64")).not.toEqual([]);
});

test("all faults of a command line are told together", async () => {
  const lines = await refusal("--lrr", "1", "--arch", "resnet9", "--lr", "x", "--bn-splits", "7", "--data", "cifar11");
  expect(lines.filter((line) => line.startsWith("✖"))).toEqual([
    "✖ unknown flag --lrr; did you mean --lr?",
    '✖ unknown arch "resnet9"; did you mean "resnet10"?',
    '✖ lr is "x", expected a number of at least 0',
    "✖ batch size 64 is not divisible by 7 BN splits",
    '✖ unknown data set "cifar11"; did you mean "cifar10"?',
  ]);
});

test("a config file is read, and its faults are named with it", async () => {
  writeFileSync("mochi.config.ts", "export default { preset: 'cifar10', epochs: 0, lrr: 1 };");
  expect(await refusal()).toEqual([
    "✖ epochs is 0, expected a number above 0",
    "  → --epochs (from mochi.config.ts)   for example 10",
    '✖ unknown option "lrr"; did you mean "lr"?',
    "  → mochi.config.ts   rename it, or delete it",
  ]);
  expect(await refusal("--config", "gone.ts")).toEqual([
    "✖ config file gone.ts does not exist",
    "  → --config   check the path",
  ]);
});

test("the experiment gets the resolved configuration", async () => {
  writeFileSync("mochi.config.ts", "export default { preset: 'cifar10', seed: 4 };");
  const { code, stdout, stderr } = await runCaptured(
    "pretrain",
    "--lr",
    "0.1",
    "--no-linear",
    "--nesterov",
    "-b",
    "128",
  );
  expect([code, stdout, stderr]).toEqual([0, "", ""]);
  expect(pretrain).toHaveBeenCalledTimes(1);
  expect(pretrain.mock.calls[0]![0]).toMatchObject({
    preset: "cifar10",
    method: "mochi",
    options: { lr: 0.1, linear: false, nesterov: true, batchSize: 128, seed: 4, epochs: 10, out: "runs/cifar10" },
    sources: { lr: "flag", linear: "flag", seed: "config", epochs: "preset" },
    command: "mochi pretrain --preset cifar10 --seed 4 --batch-size 128 --lr 0.1 --nesterov --no-linear",
  });
});

test("an unfinished run is continued with a word, a finished one refused", async () => {
  const config = {
    preset: "quickstart",
    method: "mochi",
    options: { data: "cifar10", lr: 0.2 },
    sources: {},
    notes: [],
  };
  mkdirSync("runs/quickstart", { recursive: true });
  writeFileSync("runs/quickstart/config.json", JSON.stringify(config));
  const { code, stdout } = await runCaptured("pretrain");
  expect([code, stdout]).toEqual([0, "continuing the unfinished run in runs/quickstart\n"]);
  expect(pretrain.mock.calls[0]![0].options).toMatchObject({ lr: 0.2, resume: "runs/quickstart" });

  pretrain.mockReset();
  writeFileSync("runs/quickstart/state.json", '{ "status": "finished" }');
  expect(await refusal()).toEqual([
    "✖ runs/quickstart holds a finished run, which is not overwritten",
    "  → --out (from its default)   add --out runs/quickstart-2",
  ]);
});
