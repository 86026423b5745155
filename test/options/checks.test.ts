// Oracle: messages and remedies written out by hand; divisions checked on paper.
import { expect, test } from "vitest";
import { type CheckedValues, optionChecks } from "../../src/options/checks.ts";
import { describeSources, type Source } from "../../src/options/layers.ts";
import { pretrainOptions } from "../../src/options/pretrain.ts";

const defaults = Object.fromEntries(Object.entries(pretrainOptions).map(([key, option]) => [key, option.default]));
const mochi = { queueSize: 4096, bnSplits: 8, hardest: 256, synthetic: 256, syntheticWithQuery: 64, mixingWarmup: 1 };

/** Message and remedy of each violation. */
function violations(changes: Partial<CheckedValues>, sources: Record<string, Source> = {}): string[] {
  const values = { ...defaults, ...mochi, ...changes } as CheckedValues;
  const described = describeSources(pretrainOptions, sources, {});
  return optionChecks
    .flatMap((check) => check(values, described))
    .map(({ message, remedy }) => `${message} → ${remedy}`);
}

test("the defaults contradict nothing", () => {
  expect(violations({})).toEqual([]);
});

test.each<[string, Partial<CheckedValues>, string]>([
  [
    "a queue that does not hold whole batches",
    { queueSize: 65_000 },
    "queue size 65000 is not a multiple of batch size 256 → use 64768 or 65024",
  ],
  [
    "a queue smaller than a batch",
    { queueSize: 128, hardest: 64 },
    "queue size 128 is not a multiple of batch size 256 → use 256",
  ],
  [
    "more hardest negatives than the queue has",
    { hardest: 4097 },
    "4097 hardest negatives cannot be taken from a queue of 4096 → use an N of at most 4096, or a larger --queue-size",
  ],
  [
    "pairs from nothing",
    { hardest: 0, synthetic: 128, syntheticWithQuery: 0 },
    "128 + 0 synthetic negatives cannot be mixed from 0 hardest ones → use an N of at least 2, for example --mochi 256,128,0, or s = s′ = 0",
  ],
  [
    "pairs from one",
    { hardest: 1, synthetic: 128, syntheticWithQuery: 64 },
    "128 + 64 synthetic negatives cannot be mixed from 1 hardest ones → use an N of at least 2, for example --mochi 256,128,64, or s = s′ = 0",
  ],
  [
    "mixing that never starts",
    { mixingWarmup: 10 },
    "mixing warm-up of 10 epochs is not shorter than the run of 10 epochs → use --mixing-warmup 1.5, or more --epochs",
  ],
  [
    "a learning rate that never falls",
    { lrWarmup: 12 },
    "learning-rate warm-up of 12 epochs is not shorter than the run of 10 epochs → use --lr-warmup 0.5, or more --epochs",
  ],
  [
    "a batch that does not divide into parts",
    { accumulate: 3 },
    "batch size 256 is not divisible by the 3 parts it is accumulated from → use --batch-size 255 or 258",
  ],
  [
    "a batch that does not divide into BN splits",
    { batchSize: 256, bnSplits: 7 },
    "batch size 256 is not divisible by 7 BN splits → use --batch-size 252 or 259, or --bn-splits 1",
  ],
  [
    "a part that does not divide into BN splits",
    { accumulate: 64 },
    "a part of 4 images (batch size 256 / 64) is not divisible by 8 BN splits → use --batch-size 512, or --bn-splits 1",
  ],
  [
    "sizes that do not increase",
    {
      resolutions: [
        { size: 24, until: 0.5 },
        { size: 24, until: 1 },
      ],
      imageSize: 24,
    },
    "resolutions 24:0.5,24:1: the sizes do not increase → order them, small to large",
  ],
  [
    "shares that do not increase",
    {
      resolutions: [
        { size: 16, until: 1 },
        { size: 32, until: 1 },
      ],
    },
    "resolutions 16:1,32:1: the shares do not increase → give the share at which each stage ends",
  ],
  [
    "stages that end before the run",
    { resolutions: [{ size: 32, until: 0.9 }] },
    "resolutions 32:0.9: the last stage ends at 0.9, not at 1 → end with 32:1",
  ],
  [
    "stages that end at another size",
    { resolutions: [{ size: 24, until: 1 }] },
    "resolutions 24:1: the last size is 24 px, but the image size is 32 → use --image-size 24, or --resolutions 32:1",
  ],
  [
    "a step schedule without milestones",
    { schedule: "step" },
    "the step schedule has no milestones → for example --milestones 6,8",
  ],
  [
    "milestones after the end",
    { schedule: "step", milestones: [5, 10] },
    "milestones 5,10 do not increase within the run of 10 epochs → for example --milestones 6,8",
  ],
])("%s is refused", (_, changes, message) => {
  expect(violations(changes)).toEqual([message]);
});

test("a method without queue and mixing is not asked about them", () => {
  const { queueSize: _queue, hardest: _hardest, mixingWarmup: _warmup, ...rest } = { ...defaults, ...mochi };
  const values = { ...rest, batchSize: 200 } as unknown as CheckedValues;
  expect(optionChecks.flatMap((check) => check(values, describeSources(pretrainOptions, {}, {})))).toEqual([]);
});

test("without synthetic negatives the mixing warm-up does not matter", () => {
  expect(violations({ synthetic: 0, syntheticWithQuery: 0, mixingWarmup: 99 })).toEqual([]);
});

test("given milestones contradict the cosine schedule; inherited ones rest", () => {
  expect(violations({ milestones: [5] })).toEqual([]);
  expect(violations({ milestones: [5] }, { milestones: "flag" })).toEqual([
    "the cosine schedule has no milestones → add --schedule step, or drop --milestones",
  ]);
});

test("minutes belong to quickstart and stand instead of epochs and resolutions", () => {
  expect(violations({ minutes: 2, preset: "quickstart" }, { minutes: "flag" })).toEqual([]);
  expect(violations({ minutes: 2, preset: "cifar10" }, { minutes: "flag", epochs: "config" })).toEqual([
    "minutes 2 belongs to the preset quickstart, not to cifar10 → use --epochs instead",
    "minutes 2 and --epochs contradict each other → give the minutes, or the rest",
  ]);
});

test("with minutes the warm-ups are judged once the epochs are planned", () => {
  const values = { minutes: 2, preset: "quickstart", epochs: 3, mixingWarmup: 3 };
  expect(violations(values)).toEqual([]);
  expect(violations(values, { epochs: "derived" })).toHaveLength(1);
});
