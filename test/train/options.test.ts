// Oracle: step counts computed by hand.
import { expect, test } from "vitest";
import { planSteps } from "../../src/train/options.ts";

test.each([
  [{ epochs: 10, batchSize: 256 }, 50_000, { stepsPerEpoch: 195, steps: 1950 }],
  [{ epochs: 0.5, batchSize: 256 }, 50_000, { stepsPerEpoch: 195, steps: 98 }],
  [{ epochs: 2, batchSize: 8 }, 24, { stepsPerEpoch: 3, steps: 6 }],
  [{ epochs: 0.01, batchSize: 8 }, 24, { stepsPerEpoch: 3, steps: 1 }],
])("%o of %i images are planned as whole batches", (options, images, plan) => {
  expect(planSteps(options, images)).toEqual(plan);
});
