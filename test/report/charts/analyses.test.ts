// Oracle: values of made analyses, found again in the charts' data.
import { expect, test } from "vitest";
import { alignmentUniformityCharts } from "../../../src/report/charts/alignment-uniformity.ts";
import { confusionChart } from "../../../src/report/charts/confusion.ts";
import { hardnessChart } from "../../../src/report/charts/hardness.ts";
import { hardnessLookCharts } from "../../../src/report/charts/hardness-looks.ts";
import { lookCharts } from "../../../src/report/charts/looks.ts";
import { drawFigure } from "../../../src/report/charts/render.ts";
import { spectrumChart } from "../../../src/report/charts/spectrum.ts";
import { summarize } from "../../../src/report/summary.ts";
import { readRun } from "../../../src/run/read.ts";
import { madeAnalyses, madeLooks, writeAnalyses } from "../made-analyses.ts";
import { config, type MadeRun, makeRun, metricsLines } from "../made-run.ts";

async function analyzed(changes: MadeRun = {}, analyses = madeAnalyses) {
  const metrics = [...metricsLines(), ...madeLooks].map((line) => `${JSON.stringify(line)}\n`).join("");
  const path = await makeRun({ metrics, ...changes });
  await writeAnalyses(path, analyses);
  return summarize(await readRun(path));
}

interface Point {
  x: number;
  y: number;
  part?: string;
}

/** The values of every layer of a chart. */
function valuesOf(figure: { spec: unknown } | undefined): Point[] {
  const { layer, data } = figure!.spec as { layer?: { data?: { values: Point[] } }[]; data?: { values: Point[] } };
  return [...(data?.values ?? []), ...(layer ?? []).flatMap((one) => one.data?.values ?? [])];
}

const at = (points: readonly Point[], part: string, x: number) =>
  points.find((point) => point.part === part && point.x === x)?.y;

test("looks during training: shares in per cent at their epochs", async () => {
  const figures = lookCharts([await analyzed()]);
  expect(figures.map(({ name }) => name)).toEqual([
    "proxy-task",
    "gradient-share",
    "false-negatives",
    "false-lift",
    "false-synthetic",
  ]);
  const [proxy, , falseNegatives, lift] = figures.map(valuesOf);
  expect(at(proxy!, "real negatives", 3)).toBeCloseTo(30, 3);
  expect(at(proxy!, "real and synthetic negatives", 3)).toBeCloseTo(15, 3);
  expect(at(proxy!, "real and synthetic negatives", 1)).toBeUndefined(); // before mixing
  expect(at(falseNegatives!, "200 hardest", 6)).toBeCloseTo(22, 3);
  expect(at(falseNegatives!, "all real negatives (base rate)", 6)).toBeCloseTo(10, 3);
  expect(lift!.find(({ x }) => x === 6)!.y).toBeCloseTo(2.2, 3);
  expect(lookCharts([summarize(await readRun(await makeRun()))])).toEqual([]);
});

test("hardness over training has a curve for each of a few epochs", async () => {
  const [figure] = [hardnessLookCharts([await analyzed()])].flat();
  const points = valuesOf(figure);
  const stages = new Set(points.map(({ part }) => part));
  expect(stages.size).toBeGreaterThan(1);
  expect(stages.size).toBeLessThanOrEqual(6);
  // The last look: (0.1 + 0.12) / rank.
  expect(points.some(({ x, y }) => x === 2 && Math.abs(y - 0.11) < 1e-3)).toBe(true);
});

test("hardness after training is rank against probability, synthetic ones apart", async () => {
  const points = valuesOf(hardnessChart([await analyzed()]));
  expect(at(points, "real negatives", 1)).toBeCloseTo(0.1, 6);
  expect(at(points, "real negatives", 200)).toBeCloseTo(0.0005, 6);
  expect(at(points, "synthetic negatives", 20)).toBeCloseTo(0.0025, 6);
});

test("the spectrum has encoder and head", async () => {
  const points = valuesOf(spectrumChart([await analyzed()]));
  expect([1, 2, 3].map((x) => at(points, "after the encoder", x))).toEqual([0.3, 0.2, 0.1]);
  expect(at(points, "after the head", 2)).toBe(0.4);
});

test("alignment and uniformity of several runs are points; of one there is nothing to compare", async () => {
  const other = structuredClone(madeAnalyses);
  Object.assign(other["alignment-uniformity"], { encoder: { alignment: 0.3, uniformity: -2 }, linearTop1: 70 });
  const runs = [await analyzed(), await analyzed({ config: { options: { ...config.options, lr: 1 } } }, other)];
  const figures = alignmentUniformityCharts(runs);
  expect(figures.map(({ name }) => name).slice(0, 3)).toEqual([
    "alignment-uniformity-encoder",
    "alignment-top1-encoder",
    "uniformity-top1-encoder",
  ]);
  const places = figures.map((figure) => valuesOf(figure).map(({ x, y }) => [x, y]));
  expect(places[0]).toEqual([
    [0.4951, -1.0839],
    [0.3, -2],
  ]);
  expect(places[1]).toEqual([
    [0.4951, 60],
    [0.3, 70],
  ]);
  expect(places[2]).toEqual([
    [-1.0839, 60],
    [-2, 70],
  ]);
  expect(alignmentUniformityCharts([runs[0]!])).toEqual([]);
});

test("a confusion cell has its count and its share of the true class", async () => {
  const figure = confusionChart("confusion", {
    ...madeAnalyses.confusion,
    classes: ["cat", "dog"],
    counts: [
      [3, 1],
      [0, 6],
    ],
  });
  const svg = await drawFigure(figure);
  const texts = [...svg.matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text);
  for (const text of ["75 %", "25 %", "100 %", "cat", "dog"]) expect(texts).toContain(text);
  expect(texts).not.toContain("0 %");
});
