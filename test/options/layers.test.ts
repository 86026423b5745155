// Oracle: the order default < preset < config < flag, and messages written out by hand.
import { expect, test } from "vitest";
import { defaultLayer, describeSources, mergeLayers, readConfig, readFlags, words } from "../../src/options/layers.ts";
import { choice, count, number, toggle } from "../../src/options/option.ts";

const shared = { flag: "--mochi", help: "mixing", value: "N,s" };
const record = {
  lr: number(0.06, { above: 0, flag: "--lr", help: "rate" }),
  batchSize: count(256, { flag: "--batch-size", help: "images" }),
  nesterov: toggle(false, { flag: "--nesterov", help: "form" }),
  schedule: choice(["cosine", "step"], "cosine", { flag: "--schedule", help: "shape" }),
  hardest: count(256, shared),
  synthetic: count(128, { ...shared, min: 0 }),
};

test("flags become values of their types", () => {
  const { values, problems } = readFlags(record, { "--lr": "0.1", "--nesterov": true, "--mochi": "1024,0" });
  expect(problems).toEqual([]);
  expect(values).toEqual({ lr: 0.1, nesterov: true, hardest: 1024, synthetic: 0 });
});

test("every refused flag is told, with what it got and expected, and left out", () => {
  const flags = { "--lr": "0", "--batch-size": "many", "--schedule": "cosin", "--mochi": "1024", "--nesterov": false };
  const { values, problems } = readFlags(record, flags);
  expect(values).toEqual({ nesterov: false });
  expect(problems).toEqual([
    {
      code: "invalid-option",
      message: "lr is 0, expected a number above 0",
      where: "--lr",
      remedy: "for example 0.06",
    },
    {
      code: "invalid-option",
      message: 'batch size is "many", expected a whole number of at least 1',
      where: "--batch-size",
      remedy: "for example 256",
    },
    {
      code: "unknown-choice",
      message: 'unknown schedule "cosin"; did you mean "cosine"?',
      where: "--schedule",
      remedy: "use one of cosine, step",
    },
    {
      code: "invalid-option",
      message: '--mochi is "1024", expected 2 values: hardest, synthetic',
      where: "--mochi",
      remedy: "for example --mochi 256,128",
    },
  ]);
});

test("a config file's unknown keys and wrong types are told with its name", () => {
  const { values, problems } = readConfig(record, { lrr: 1, batchSize: "256", lr: 0.2 }, "mochi.config.ts");
  expect(values).toEqual({ lr: 0.2 });
  expect(problems.map(({ message, where }) => `${message} | ${where}`)).toEqual([
    'unknown option "lrr"; did you mean "lr"? | mochi.config.ts',
    'batch size is "256", expected a whole number of at least 1 | --batch-size (from mochi.config.ts)',
  ]);
});

test("later layers win, and every value remembers its layer", () => {
  const { values, sources } = mergeLayers(record, [
    defaultLayer(record),
    { source: "preset", values: { lr: 0.2, batchSize: 128, alien: 1 } },
    { source: "config", values: { batchSize: 64 } },
    { source: "flag", values: { nesterov: true } },
  ]);
  expect(values).toEqual({
    lr: 0.2,
    batchSize: 64,
    nesterov: true,
    schedule: "cosine",
    hardest: 256,
    synthetic: 128,
  });
  expect(sources).toMatchObject({ lr: "preset", batchSize: "config", nesterov: "flag", schedule: "default" });

  const { place, isGiven } = describeSources(record, sources, { preset: "preset cifar10", config: "mochi.config.ts" });
  expect(["lr", "batchSize", "nesterov", "schedule"].map(place)).toEqual([
    "--lr (from preset cifar10)",
    "--batch-size (from mochi.config.ts)",
    "--nesterov",
    "--schedule (from its default)",
  ]);
  expect(["lr", "batchSize", "nesterov", "schedule"].map(isGiven)).toEqual([false, true, true, false]);
});

test("keys read as words", () => {
  expect(words("syntheticWithQuery")).toBe("synthetic with query");
});
