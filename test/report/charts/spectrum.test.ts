// Oracle: the committed picture, which was looked at.
import { expect, test } from "vitest";
import { spectrumChart } from "../../../src/report/charts/spectrum.ts";
import { summarize } from "../../../src/report/summary.ts";
import type { SpectrumAnalysis } from "../../../src/run/analyses.ts";
import { readRun } from "../../../src/run/read.ts";
import { analyses } from "../made-analyses.ts";
import { makeRun } from "../made-run.ts";
import { expectCommittedSvg } from "./committed-svg.ts";

const { spectrum } = analyses();
const made = async (found: SpectrumAnalysis | undefined) =>
  summarize(await readRun(await makeRun(found ? { analyses: { spectrum: found } } : {})));

test("the chart is drawn as committed", async () => {
  await expectCommittedSvg(spectrumChart([await made(spectrum)]));
});

test("directions that are not used do not set the scale", async () => {
  const encoder = { singularValues: [0.5, 0.1, 1e-9], effectiveRank: 2 };
  const { head: _, ...rest } = spectrum;
  const spec = JSON.stringify(spectrumChart([await made({ ...rest, encoder })])!.spec);
  expect(spec).toContain('"x":2,"y":0.1');
  expect(spec).not.toContain('"x":3');
});

test("a run without it has no chart", async () => {
  expect(spectrumChart([await made(undefined)])).toBeUndefined();
});
