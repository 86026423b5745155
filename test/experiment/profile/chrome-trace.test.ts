// Oracle: the trace event format ("X" events in microseconds), and the made steps.
import { expect, test } from "vitest";
import { chromeTrace } from "../../../src/experiment/profile/chrome-trace.ts";
import { summarize } from "../../../src/experiment/profile/summarize.ts";
import { madeSteps } from "./made-steps.ts";

test("the step of median length becomes events of microseconds", () => {
  const [short, long] = madeSteps() as [ReturnType<typeof madeSteps>[number], ReturnType<typeof madeSteps>[number]];
  const steps = [long, short, long];
  const { traceEvents, displayTimeUnit, summary } = chromeTrace(steps, summarize(steps));
  expect(displayTimeUnit).toBe("ms");
  expect(traceEvents).toHaveLength(9);
  expect(traceEvents[1]).toEqual({
    name: "encoder forward",
    cat: "phase",
    ph: "X",
    ts: 20_000,
    dur: 60_000,
    pid: 1,
    tid: 1,
  });
  expect(summary.steps).toBe(3);
});
