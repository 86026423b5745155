// Oracle: a short run whose changes are written down.
import { expect, test } from "vitest";
import { labelRows, trainingEvents } from "../../../src/report/charts/events.ts";
import type { StepMetrics } from "../../../src/run/types.ts";

const line = (step: number, resolution: number, mixing: boolean): StepMetrics => ({
  kind: "step",
  step,
  epoch: 0,
  loss: 1,
  learningRate: 1,
  seconds: 0,
  resolution,
  mixing,
});

test("mixing and view sizes are events when they change, not when they hold from the start", () => {
  const steps = [line(10, 16, false), line(20, 16, true), line(30, 24, true), line(40, 24, true)];
  expect(trainingEvents(steps)).toEqual([
    { x: 20, label: "mixing starts" },
    { x: 30, label: "24 px views" },
  ]);
  expect(trainingEvents([line(10, 32, true), line(20, 32, true)])).toEqual([]);
  expect(trainingEvents([line(10, 16, false), line(20, 32, true)])).toEqual([
    { x: 20, label: "mixing starts, 32 px views" },
  ]);
});

test("labels that would touch go to a row of their own", () => {
  const [a, b, c] = [10, 20, 60].map((x) => ({ x, label: "" }));
  expect(labelRows([a!, b!, c!], 100)).toEqual([[a, c], [b]]);
});
