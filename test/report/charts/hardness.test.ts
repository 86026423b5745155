// Oracle: the committed picture, which was looked at; ranks by hand.
import { expect, test } from "vitest";
import { hardnessChart } from "../../../src/report/charts/hardness.ts";
import { summarize } from "../../../src/report/summary.ts";
import { readRun } from "../../../src/run/read.ts";
import { analyses } from "../made-analyses.ts";
import { makeRun } from "../made-run.ts";
import { expectCommittedSvg } from "./committed-svg.ts";

const { hardness } = analyses();
const made = async (found: typeof hardness | undefined) =>
  summarize(await readRun(await makeRun(found ? { analyses: { hardness: found } } : {})));

test("the chart is drawn as committed", async () => {
  await expectCommittedSvg(hardnessChart([await made(hardness)]));
});

test("the first ranks and the last are drawn, and few between", async () => {
  const probability = Array.from({ length: 1024 }, (_, i) => 1 / (i + 1));
  const { syntheticProbability: _, ...real } = hardness;
  const spec = JSON.stringify(hardnessChart([await made({ ...real, probability })])!.spec);
  for (const rank of [1, 2, 3, 16, 1024]) expect(spec).toContain(`{"x":${rank},"y":`);
  expect(spec.match(/"x":\d+,"y"/g)!.length).toBeLessThan(150);
  expect(spec).not.toContain('"part":"synthetic negatives"');
});

test("a run without it has no chart", async () => {
  expect(hardnessChart([await made(undefined)])).toBeUndefined();
});
