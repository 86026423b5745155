// Oracle: conversions worked by hand.
import { expect, test } from "vitest";
import { inUnit, timed } from "../../../src/experiment/bench/case.ts";

test("seconds become rates or times of one unit of work", () => {
  expect(inUnit(0.5, { unit: "images/s", amount: 256 })).toBe(512);
  expect(inUnit(0.5, { unit: "ms", amount: 2 })).toBe(250);
  expect(inUnit(0.5, { unit: "µs", amount: 1000 })).toBe(500);
});

test("a body is timed in seconds", () => {
  const until = performance.now() + 20;
  const seconds = timed(() => {
    while (performance.now() < until);
  });
  expect(seconds).toBeGreaterThan(0.015);
  expect(seconds).toBeLessThan(5);
});
