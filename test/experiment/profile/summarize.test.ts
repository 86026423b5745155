// Oracle: sums worked by hand from two made steps.
import { expect, test } from "vitest";
import { summarize } from "../../../src/experiment/profile/summarize.ts";
import { madeSteps } from "./made-steps.ts";

test("own times add up to the step, by phase and by operator", () => {
  const summary = summarize(madeSteps());
  expect(summary.steps).toBe(2);
  expect(summary.stepMs).toBe(150);
  // Means of 1× and 2×: backward 50, the rest of the step 10 + 10, forward 30; operators within: 10, 5 and 25.
  expect(summary.phases).toEqual([
    { name: "backward", ms: 75, share: 0.5, operatorMs: 15 },
    { name: "encoder forward", ms: 45, share: 0.3, operatorMs: 37.5 },
    { name: "other", ms: 30, share: 0.2, operatorMs: 7.5 },
  ]);
  expect(summary.operators.map(({ name, kind, calls, ms }) => [name, kind, calls, ms])).toEqual([
    ["aten::convolution", "operator", 1, 27],
    ["aten::relu", "operator", 1, 7.5],
    ["ReluBackward0", "backward", 1, 7.5],
    ["aten::mul", "operator", 1, 7.5],
    ["aten::item", "operator", 1, 7.5],
    ["aten::conv2d", "operator", 1, 3],
  ]);
});
