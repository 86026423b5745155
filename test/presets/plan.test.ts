// Oracle: arithmetic on paper, and that the planned images at the measured rates take the time that was asked for.
import { expect, test } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { planFromMinutes, plannedResolutions, plannedWidth, type Rate } from "../../src/presets/plan.ts";

const rates: Rate[] = [
  { resolution: 16, imagesPerSecond: 1790 },
  { resolution: 24, imagesPerSecond: 1000 },
  { resolution: 32, imagesPerSecond: 600 },
];

/** Seconds spent on each stage of a plan. */
function stageSeconds({ options }: ReturnType<typeof planFromMinutes>, measured: readonly Rate[], datasetSize: number) {
  return options.resolutions.map(({ until }, stage) => {
    const from = stage === 0 ? 0 : options.resolutions[stage - 1]!.until;
    return (options.epochs * datasetSize * (until - from)) / measured[stage]!.imagesPerSecond;
  });
}

test("ten minutes at 1,790, 1,000 and 600 images/s are 14.83 epochs", () => {
  // 600 s × (0.4 × 1790 + 0.4 × 1000 + 0.2 × 600) = 741,600 images; 716, 400 and 120 of 1,236 to each size.
  const { options } = planFromMinutes(10, rates, 50_000);
  expect(options).toEqual({
    epochs: 14.83,
    width: 32,
    resolutions: [
      { size: 16, until: 0.5793 },
      { size: 24, until: 0.9029 },
      { size: 32, until: 1 },
    ],
    lrWarmup: 0.74,
    mixingWarmup: 1,
  });
});

test.each([0.05, 0.5, 2, 4, 10, 60])("%s minutes add up, 40, 40 and 20 %% of them to each size", (minutes) => {
  for (const datasetSize of [1000, 50_000, 1_281_167]) {
    const seconds = stageSeconds(planFromMinutes(minutes, rates, datasetSize), rates, datasetSize);
    const total = seconds.reduce((sum, stage) => sum + stage, 0);
    expect(Math.abs(total / (minutes * 60) - 1)).toBeLessThan(2e-3);
    seconds.forEach((stage, index) => {
      expect(stage / total).toBeCloseTo([0.4, 0.4, 0.2][index]!, 3);
    });
  }
});

test.each([0.01, 0.5, 2, 10, 1000])(
  "in %s minutes both warm-ups are shorter than the run, mixing at most one epoch",
  (minutes) => {
    const { epochs, lrWarmup, mixingWarmup } = planFromMinutes(minutes, rates, 50_000).options;
    expect(lrWarmup).toBeLessThan(epochs);
    expect(mixingWarmup).toBeLessThan(epochs);
    expect(mixingWarmup).toBeLessThanOrEqual(1);
  },
);

test("less than an epoch is planned as a fraction", () => {
  // 30 s × 1,236 images/s = 37,080 of 50,000 images; 15 % of the run before mixing.
  const { options, notes } = planFromMinutes(0.5, rates, 50_000);
  expect(options).toMatchObject({ epochs: 0.7416, mixingWarmup: 0.11, lrWarmup: 0.037 });
  expect(notes.at(-1)).toBe("mixing warm-up 0.11 epochs: 15 % of the run");
});

test("below four minutes the net is narrow, and the note says why", () => {
  expect([3.9, 4].map(plannedWidth)).toEqual([16, 32]);
  expect(planFromMinutes(2, rates, 50_000).notes).toContain(
    "width 16 instead of 32: in less than 4 minutes the wider net would see the images too seldom",
  );
});

test("the flags repeat the plan", () => {
  expect(planFromMinutes(10, rates, 50_000).flags).toBe(
    "--epochs 14.83 --width 32 --resolutions 16:0.5793,24:0.9029,32:1 --lr-warmup 0.74 --mixing-warmup 1",
  );
});

test("sizes are half, three quarters and the whole", () => {
  expect(plannedResolutions(32)).toEqual([16, 24, 32]);
  expect(plannedResolutions(50)).toEqual([25, 38, 50]);
});

test("what leaves nothing to train is refused", () => {
  const refusal = (...input: Parameters<typeof planFromMinutes>) => {
    try {
      planFromMinutes(...input);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      return (error as UsageError).message;
    }
    return undefined;
  };
  expect(refusal(0, rates, 50_000)).toBe("minutes is 0, expected a number above 0");
  expect(refusal(Number.NaN, rates, 50_000)).toBe("minutes is NaN, expected a number above 0");
  expect(refusal(2, rates, 0)).toBe("there are no images to plan for");
  expect(refusal(2, [], 50_000)).toBe("a plan needs positive rates for 3 increasing sizes, got none");
  expect(refusal(2, [...rates].reverse(), 50_000)).toMatch(/got 32 px: 600\/s, 24 px: 1000\/s, 16 px: 1790\/s$/);
});
