// Oracle: BYOL's schedule by hand at its ends and its middle.
import { expect, test } from "vitest";
import { momentumSchedule } from "../../src/functional/index.ts";

// BYOL §3.3: τ = 1 − (1 − τ_base) (cos(πk/K) + 1)/2
test("rises from the base over the midpoint to 1", () => {
  expect(momentumSchedule(0, 0.996)).toBeCloseTo(0.996, 12);
  expect(momentumSchedule(0.5, 0.996)).toBeCloseTo(0.998, 12);
  expect(momentumSchedule(1 / 3, 0.9)).toBeCloseTo(1 - 0.1 * 0.75, 12);
  expect(momentumSchedule(1, 0.996)).toBe(1);
});

test("refuses what is no share and no momentum", () => {
  expect(() => momentumSchedule(1.5, 0.9)).toThrow("momentumSchedule");
  expect(() => momentumSchedule(0.5, 1.1)).toThrow("momentumSchedule");
});
