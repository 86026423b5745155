// Oracle: rates and sizes computed by hand, shares of work from measured rates.
import { describe, expect, test } from "vitest";
import { learningRateAt, viewSizeAt, workLeft } from "../../src/train/schedule.ts";
import { expectClose } from "../expect-close.ts";
import { toyOptions } from "./toy-job.ts";

describe("the learning rate", () => {
  const plan = { stepsPerEpoch: 10, steps: 100 };

  test("rises in equal steps over the warm-up, then follows half a cosine", () => {
    const options = { ...toyOptions, lr: 0.6, lrWarmup: 2, schedule: "cosine" as const };
    const rates = [0, 1, 9, 19, 20, 60, 99].map((step) => learningRateAt(step, plan, options));
    // 0.6 (t + 1) / 20 up to t = 19; then 0.3 (1 + cos(π (t − 20) / 80)): 0.6 at 20, 0.3 half way.
    expectClose(rates, [0.03, 0.06, 0.3, 0.6, 0.6, 0.3, 0.3 * (1 + Math.cos((Math.PI * 79) / 80))], { rtol: 1e-12 });
  });

  test("falls to a tenth at each milestone, given in epochs", () => {
    const options = { ...toyOptions, lr: 0.6, lrWarmup: 0.5, schedule: "step" as const, milestones: [3, 7.5] };
    const rates = [0, 4, 5, 29, 30, 74, 75, 99].map((step) => learningRateAt(step, plan, options));
    expectClose(rates, [0.12, 0.6, 0.6, 0.6, 0.06, 0.06, 0.006, 0.006], { rtol: 1e-12 });
  });
});

const growing = {
  imageSize: 32,
  resolutions: [
    { size: 16, until: 0.5 },
    { size: 24, until: 0.75 },
    { size: 32, until: 1 },
  ],
};

test("views have the first size whose share of the steps is not over", () => {
  const plan = { stepsPerEpoch: 4, steps: 8 };
  const sizes = Array.from({ length: 8 }, (_, step) => viewSizeAt(step, plan, growing));
  expect(sizes).toEqual([16, 16, 16, 16, 24, 24, 32, 32]);
  expect(viewSizeAt(5, plan, { imageSize: 48, resolutions: [] })).toBe(48);
});

describe("the work left", () => {
  const plan = { stepsPerEpoch: 4, steps: 8 };

  test("counts what a step costs at each size, as measured", () => {
    // Seconds per image at 16, 24 and 32 px: 1/1,800, 1/1,169 and 1/776.
    const [small, middle, large] = [1 / 1800, 1 / 1169, 1 / 776];
    const total = 4 * small + 2 * middle + 2 * large;
    const left = [0, 2, 4, 5, 6, 8].map((step) => workLeft(step, plan, growing));
    const seconds = [total, total - 2 * small, total - 4 * small, middle + 2 * large, 2 * large, 0];
    expectClose(
      left,
      seconds.map((work) => work / total),
      { rtol: 0.03 },
    );
    expect([left[0], left[5]]).toEqual([1, 0]);
  });

  test("counts steps where they do not", () => {
    const left = [0, 3, 8].map((step) => workLeft(step, plan, { imageSize: 32, resolutions: [] }));
    expectClose(left, [1, 5 / 8, 0], { atol: 1e-12 });
  });
});
