// Oracle: arithmetic on made costs; properties of every plan.
import { expect, test, vi } from "vitest";
import type { UsageError } from "../../../src/errors.ts";
import { type Costs, choosePlan, seedsOf, widths } from "../../../src/experiment/reproduce/choose-plan.ts";
import { curvePoints, grid, hardest, kinds, queueSize } from "../../../src/experiment/reproduce/grid.ts";

const images = 50_000;
const costs = new Map(
  widths.map((width): [number, Costs] => {
    const rate = (32 * 3000) / width;
    const imagesPerSecond = Object.fromEntries(kinds.map((kind) => [kind, rate])) as Costs["imagesPerSecond"];
    return [width, { imagesPerSecond, evaluationSeconds: 20, monitorSeconds: 1 }];
  }),
);

test("the grid is the talk's: N is at most a sixteenth of K", () => {
  for (const { values } of grid) {
    if (values.hardest !== undefined) expect(values.hardest).toBeLessThanOrEqual(queueSize / 16);
    if (values.hardest !== undefined) expect(values.queueSize).toBe(16_384);
  }
  expect(hardest).toBe(1024);
});

test.each([2, 3, 5, 12, 48])("%i hours are used and not exceeded, and main cells have three seeds or more", (hours) => {
  const plan = choosePlan(hours, images, costs);
  const total = plan.trainingHours + plan.evaluationHours;
  expect(total).toBeLessThanOrEqual(0.9 * hours);
  expect(total).toBeGreaterThan(0.8 * hours);
  expect(plan.seeds.main).toBeGreaterThanOrEqual(3);
  expect(plan.runs).toBe(grid.reduce((sum, cell) => sum + seedsOf(cell, plan.seeds), 0));
  // Worked again: every run's images by its rate, every look and evaluation.
  const { imagesPerSecond } = costs.get(plan.width)!;
  const seconds = grid.map((cell) => {
    const training = (plan.epochs * cell.length * images) / imagesPerSecond[cell.kind];
    return seedsOf(cell, plan.seeds) * (training + 20 + (cell.hasCurve ? curvePoints : 0));
  });
  expect(total).toBeCloseTo(seconds.reduce((sum, value) => sum + value, 0) / 3600, 6);
  expect(choosePlan(hours, images, costs)).toEqual(plan);
});

test("more hours have as many seeds or more", () => {
  const seeds = [2, 3, 5, 12, 48].map((hours) => choosePlan(hours, images, costs).seeds.main);
  expect(seeds).toEqual([...seeds].sort((a, b) => a - b));
});

test("too few hours are refused with the least there is a plan for", () => {
  const refusal = vi.fn((error: UsageError) => Number(/--hours ([\d.]+)/.exec(error.problems[0]!.remedy!)![1]));
  let least = 0;
  try {
    choosePlan(0.1, images, costs);
  } catch (error) {
    least = refusal(error as UsageError);
  }
  expect(refusal).toHaveBeenCalledOnce();
  expect(least).toBeGreaterThan(0.1);
  expect(choosePlan(least, images, costs).epochs).toBeGreaterThanOrEqual(3);
  expect(() => choosePlan(0.97 * least, images, costs)).toThrow(/too few/);
});
