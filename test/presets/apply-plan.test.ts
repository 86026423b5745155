// Oracle: the plan of 2 minutes at round rates, worked out by hand.
import { expect, test } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { applyPlan } from "../../src/presets/apply-plan.ts";
import { planFromMinutes } from "../../src/presets/plan.ts";
import { resolvePretrain } from "../../src/presets/resolve.ts";
import { stubMethods } from "./stub-methods.ts";

// 120 s × (0.4 × 1000 + 0.4 × 500 + 0.2 × 250) = 78,000 images: 1.56 epochs.
const plan = planFromMinutes(
  2,
  [
    { resolution: 16, imagesPerSecond: 1000 },
    { resolution: 24, imagesPerSecond: 500 },
    { resolution: 32, imagesPerSecond: 250 },
  ],
  50_000,
);

function planned(flags: Record<string, string>) {
  const { config } = resolvePretrain({ flags: { "--minutes": "2", ...flags }, methods: stubMethods, isRun: false });
  return applyPlan(config, plan, stubMethods.find(({ name }) => name === config.method)!.options);
}

test("the plan's values are derived, noted, and repeated by flags in place of the minutes", () => {
  const { options, sources, notes, command } = planned({});
  expect(options).toMatchObject({ epochs: 1.56, width: 16, lrWarmup: 0.078, mixingWarmup: 0.23 });
  expect(sources).toMatchObject({ epochs: "derived", width: "derived", resolutions: "derived", minutes: "flag" });
  expect(command).toBe(
    "mochi pretrain --preset quickstart --width 16 --resolutions 16:0.6154,24:0.9231,32:1 --epochs 1.56 --lr-warmup 0.078 --mixing-warmup 0.23",
  );
  expect(notes.map((note) => note.split(":")[0])).toEqual([
    "width 16 instead of 32",
    "epochs 1.56",
    "resolutions 16",
    "learning-rate warm-up 0.078 epochs",
    "mixing warm-up 0.23 epochs",
  ]);
});

test("the command gives the same options again", () => {
  const { options, command } = planned({ "--lr": "0.1" });
  const words = command.split(" ").slice(2);
  const flags = Object.fromEntries(
    words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1]!]] : [])),
  );
  const repeated = resolvePretrain({ flags, methods: stubMethods, isRun: false }).config.options;
  expect(repeated).toEqual({ ...options, minutes: 0 });
});

test("what was given stays, and what the method does not have is left out", () => {
  expect(planned({ "--width": "24", "--lr-warmup": "0.5" }).options).toMatchObject({ width: 24, lrWarmup: 0.5 });
  const other = planned({ "--method": "moco-v2" });
  expect(other.options).not.toHaveProperty("mixingWarmup");
  expect(other.notes.join()).not.toContain("mixing");
});

test("a given warm-up that the planned run is too short for is refused", () => {
  expect(() => planned({ "--mixing-warmup": "2" })).toThrow(UsageError);
  expect(() => planned({ "--mixing-warmup": "2" })).toThrow(
    "mixing warm-up of 2 epochs is not shorter than the run of 1.56 epochs",
  );
});
