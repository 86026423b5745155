// Oracle: hand-worked rates.
import { expect, test } from "vitest";
import { cosineSchedule } from "../../src/functional/index.ts";

test("falls from base to nearly 0, half of it in the middle", () => {
  const rate = (step: number) => cosineSchedule(step, { base: 0.8, total: 100 });
  expect(rate(0)).toBe(0.8);
  expect(rate(50)).toBeCloseTo(0.4, 12);
  expect(rate(25)).toBeCloseTo(0.4 * (1 + Math.SQRT1_2), 12);
  expect(rate(99)).toBeCloseTo(0.4 * (1 - Math.cos(Math.PI / 100)), 12);
});

test("begins its fall where the warm-up ends", () => {
  const schedule = { base: 1, warmup: 4, total: 24 };
  expect([0, 1, 2, 3, 4].map((step) => cosineSchedule(step, schedule))).toEqual([0.25, 0.5, 0.75, 1, 1]);
  expect(cosineSchedule(14, schedule)).toBeCloseTo(0.5, 12);
});
