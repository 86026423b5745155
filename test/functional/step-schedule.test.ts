// Oracle: hand-worked rates.
import { expect, test } from "vitest";
import { stepSchedule } from "../../src/functional/index.ts";

test("drops at each milestone, from that step on", () => {
  const schedule = { base: 1, milestones: [120, 160] };
  const rates = [0, 119, 120, 159, 160, 199].map((step) => stepSchedule(step, schedule));
  for (const [index, expected] of [1, 1, 0.1, 0.1, 0.01, 0.01].entries())
    expect(rates[index]).toBeCloseTo(expected, 12);
  expect(stepSchedule(130, { ...schedule, factor: 0.2 })).toBeCloseTo(0.2, 12);
});

test("warms up first", () => {
  expect(stepSchedule(0, { base: 1, warmup: 2, milestones: [3] })).toBe(0.5);
  expect(stepSchedule(2, { base: 1, warmup: 2, milestones: [3] })).toBe(1);
});
