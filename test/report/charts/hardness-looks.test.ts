// Oracle: the committed picture, which was looked at; chosen epochs and means by hand.
import { expect, test } from "vitest";
import { chosenEpochs, hardnessLookCharts } from "../../../src/report/charts/hardness-looks.ts";
import { summarize } from "../../../src/report/summary.ts";
import { readRun } from "../../../src/run/read.ts";
import { lookLines } from "../made-analyses.ts";
import { config, makeRun } from "../made-run.ts";
import { expectCommittedSvg } from "./committed-svg.ts";

const made = async (looks: readonly object[], method = "mochi") => {
  const metrics = looks.map((line) => `${JSON.stringify(line)}\n`).join("");
  return summarize(await readRun(await makeRun({ metrics, config: { method, options: config.options } })));
};

test("the chart is drawn as committed", async () => {
  await expectCommittedSvg(hardnessLookCharts([await made(lookLines())])[0]);
});

test("at most six epochs, the first and the last among them", () => {
  expect(chosenEpochs([0, 0, 1, 2])).toEqual([0, 1, 2]);
  expect(chosenEpochs(Array.from({ length: 101 }, (_, i) => i))).toEqual([0, 20, 40, 60, 80, 100]);
  expect(chosenEpochs([7])).toEqual([7]);
});

test("looks of one epoch are averaged, at the ranks that were recorded", async () => {
  const [look] = lookLines();
  // 20 steps an epoch: both lie in the first.
  const looks = [
    { ...look, step: 10, probability: [0.4, 0.2] },
    { ...look, step: 20, probability: [0.2, 0.1] },
    { ...look, step: 21, probability: [0.1, 0.05] },
  ];
  const spec = JSON.stringify(hardnessLookCharts([await made(looks)])[0]!.spec);
  expect(spec).toContain('{"x":1,"y":0.3,"series"');
  expect(spec).toContain('{"x":2,"y":0.15,"series"');
  expect(spec).toContain('"domain":["epoch 1","epoch 2"]');
});

test("of several runs the last epoch of each; synthetic ones name the run that alone has them", async () => {
  const runs = [await made(lookLines()), await made(lookLines({ hasSynthetic: false }), "moco-v2")];
  const [real, synthetic] = hardnessLookCharts(runs);
  expect(real!.caption).toContain("Last epoch of each.");
  expect(JSON.stringify(real!.spec)).not.toContain("epoch 1");
  expect(synthetic!.caption).toContain(`Of ${runs[0]!.label} alone.`);
  expect(hardnessLookCharts([await made([])])).toEqual([]);
});
