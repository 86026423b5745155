// Oracle: the numbers that were written into the analyses.
import { expect, test } from "vitest";
import { measuresTable } from "../../src/report/measures.ts";
import { summarize } from "../../src/report/summary.ts";
import type { Analyses } from "../../src/run/analyses.ts";
import { readRun } from "../../src/run/read.ts";
import { analyses } from "./made-analyses.ts";
import { config, makeRun } from "./made-run.ts";

const made = async (all: Analyses, seed = 0) => ({
  ...summarize(await readRun(await makeRun({ analyses: all, config: { options: { ...config.options, seed } } }))),
  label: `seed-${seed}`,
});
const plain = (text: string) => text.replace(/<[^>]*>/g, "|").replace(/\|+/g, "|");
const all = analyses();
const proxy = (mean: number, standardError?: number): Analyses => ({
  "proxy-task": { ...all["proxy-task"], real: { mean, ...(standardError !== undefined && { standardError }) } },
});

test("a single run: a row per measure, shares in per cent with their standard error, and over what", async () => {
  const text = plain(measuresTable([await made({ ...proxy(0.7, 0.012), spectrum: all.spectrum })])!.text);
  expect(text).toContain("|Proxy accuracy, real negatives (%)|70.00 ± 1.20|Exact over all test images.|");
  expect(text).toContain("|Effective rank after the encoder|31.4|");
  expect(text).not.toContain("Alignment after");
});

test("several runs: a row each, and mean and deviation over the seeds", async () => {
  const text = plain(measuresTable([await made(proxy(0.7), 0), await made(proxy(0.72), 1)])!.text);
  expect(text).toContain("|seed-0|70.00|");
  expect(text).toContain("|seed-1|72.00|");
  expect(text).toMatch(/\(2 seeds\): mean\|71\.00 ± 1\.41\|/);
  expect(text).not.toContain("Base rate");
});

test("runs without analyses have no table", async () => {
  expect(measuresTable([await made({})])).toBeUndefined();
  expect(measuresTable([await made({}), await made({}, 1)])).toBeUndefined();
  expect(measuresTable([])).toBeUndefined();
});
