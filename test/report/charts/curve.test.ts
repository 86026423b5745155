// Oracle: means worked out by hand, and properties that hold for every curve.
import fc from "fast-check";
import { expect, test } from "vitest";
import { runningMean, smoothingWindow, stepPoints, thinOut } from "../../../src/report/charts/curve.ts";
import type { StepMetrics } from "../../../src/run/types.ts";

const point = (x: number, y: number, stretch = "") => ({ x, y, stretch });

test("values that are missing or not finite are left out; a stretch is a view size with or without mixing", () => {
  const line = (step: number, loss: unknown, mixing: boolean) =>
    ({ kind: "step", step, epoch: 0, loss, mixing, resolution: 32, learningRate: 1, seconds: 0 }) as StepMetrics;
  const steps = [line(1, 2, false), line(2, null, false), line(3, undefined, true), line(4, 5, true)];
  expect(stepPoints(steps, ({ loss }) => loss)).toEqual([point(1, 2, "32|false"), point(4, 5, "32|true")]);
});

test("the running mean is centred and does not cross into another stretch", () => {
  const points = [point(1, 1, "a"), point(2, 2, "a"), point(3, 6, "a"), point(4, 100, "b"), point(5, 102, "b")];
  expect(runningMean(points, 3).map(({ y }) => y)).toEqual([1.5, 3, 4, 101, 101]);
});

test("the window grows with the curve and is odd", () => {
  const points = (length: number) => Array.from({ length }, (_, x) => ({ x, y: 0 }));
  expect([10, 120, 400, 4000].map((length) => smoothingWindow(points(length)))).toEqual([5, 5, 11, 101]);
});

test("thinning keeps the order, the number of points, the lowest and the highest", () => {
  const curve = fc
    .array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 300 })
    .map((values) => values.map((y, x) => ({ x, y })));
  fc.assert(
    fc.property(curve, fc.integer({ min: 2, max: 50 }), (points, most) => {
      const thin = thinOut(points, most);
      expect(thin.length).toBeLessThanOrEqual(Math.max(most, 1));
      expect(thin.every((kept, i) => i === 0 || thin[i - 1]!.x < kept.x)).toBe(true);
      const ys = points.map(({ y }) => y);
      expect(thin.map(({ y }) => y)).toEqual(expect.arrayContaining([Math.min(...ys), Math.max(...ys)]));
    }),
    { numRuns: 50, seed: 1 },
  );
});
