// Oracle: the committed picture, which was looked at.
import { expect, test } from "vitest";
import { proxyAccuracyChart } from "../../../src/report/charts/proxy-accuracy.ts";
import { summarize } from "../../../src/report/summary.ts";
import { readRun } from "../../../src/run/read.ts";
import { makeRun } from "../made-run.ts";
import { expectCommittedSvg } from "./committed-svg.ts";

test("the chart is drawn as committed", async () => {
  await expectCommittedSvg(proxyAccuracyChart([summarize(await readRun(await makeRun()))]));
});

test("a run without it has no chart", async () => {
  expect(proxyAccuracyChart([summarize(await readRun(await makeRun({ metrics: "" })))])).toBeUndefined();
});
