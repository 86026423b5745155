// Oracle: the committed picture, which was looked at; points and means by hand.
import { expect, test } from "vitest";
import { alignmentUniformityCharts } from "../../../src/report/charts/alignment-uniformity.ts";
import { summarize } from "../../../src/report/summary.ts";
import { readRun } from "../../../src/run/read.ts";
import { analyses } from "../made-analyses.ts";
import { config, makeRun } from "../made-run.ts";
import { expectCommittedSvg } from "./committed-svg.ts";

const all = analyses()["alignment-uniformity"];
const made = async (method: string, seed: number, alignment: number, linearTop1?: number) => {
  const { linearTop1: _, ...rest } = all;
  const found = { ...rest, encoder: { alignment, uniformity: -2 }, ...(linearTop1 !== undefined && { linearTop1 }) };
  return {
    ...summarize(
      await readRun(
        await makeRun({
          config: { method, options: { ...config.options, seed } },
          evaluations: {},
          metrics: "",
          analyses: { "alignment-uniformity": found },
        }),
      ),
    ),
    label: `${method}-seed-${seed}`,
  };
};

test("each score against accuracy and against the other, after encoder and head", async () => {
  const runs = [await made("supervised", 0, 0.3, 80), await made("moco-v2", 0, 0.6, 70)];
  const figures = alignmentUniformityCharts(runs);
  expect(figures.map(({ name }) => name)).toEqual(
    ["alignment-uniformity", "alignment-top1", "uniformity-top1"].flatMap((name) => [
      `${name}-encoder`,
      `${name}-head`,
    ]),
  );
  const spec = JSON.stringify(figures[2]!.spec);
  expect(spec).toContain('{"series":"supervised-seed-0","x":0.3,"y":80}');
  expect(spec).toContain('{"series":"moco-v2-seed-0","x":0.6,"y":70}');
});

test("seeds have a mean with deviations both ways, drawn as committed", async () => {
  const runs = [
    await made("moco-v2", 0, 0.5, 70),
    await made("moco-v2", 1, 0.7, 72),
    await made("mochi", 0, 0.8, 71),
    await made("mochi", 1, 0.9, 75),
  ];
  const figure = alignmentUniformityCharts(runs).find(({ name }) => name === "alignment-top1-encoder")!;
  const data = JSON.parse(JSON.stringify(figure.spec)).layer[0].data.values[0];
  expect(data.x).toBeCloseTo(0.6, 12);
  expect(data.right - data.x).toBeCloseTo(Math.sqrt(0.02), 12);
  expect(data).toMatchObject({ series: "moco-v2 (2 seeds)", y: 71 });
  expect(data.high - data.y).toBeCloseTo(Math.SQRT2, 12);
  await expectCommittedSvg(figure);
});

test("without accuracies only the scores are compared; a single run is no chart", async () => {
  const runs = [await made("moco-v2", 0, 0.5), await made("mochi", 0, 0.8)];
  expect(alignmentUniformityCharts(runs).map(({ name }) => name)).toEqual([
    "alignment-uniformity-encoder",
    "alignment-uniformity-head",
  ]);
  expect(alignmentUniformityCharts(runs.slice(0, 1))).toEqual([]);
});
