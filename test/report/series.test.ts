// Oracle: means and deviations by hand; labels written down.
import { expect, test } from "vitest";
import { meanCurve, seriesOf, shortened } from "../../src/report/series.ts";
import { summarize } from "../../src/report/summary.ts";
import { readRun } from "../../src/run/read.ts";
import { config, makeRun } from "./made-run.ts";

test("a curve over seeds is their mean where all have a value, with one deviation", () => {
  const curves = [
    [
      { x: 1, y: 10 },
      { x: 2, y: 20 },
    ],
    [
      { x: 2, y: 24 },
      { x: 1, y: 14 },
      { x: 3, y: 1 },
    ],
  ];
  expect(meanCurve(curves)).toEqual([
    { x: 1, y: 12, low: 12 - Math.sqrt(8), high: 12 + Math.sqrt(8) },
    { x: 2, y: 22, low: 22 - Math.sqrt(8), high: 22 + Math.sqrt(8) },
  ]);
  expect(meanCurve([[{ x: 1, y: 5 }]])).toEqual([{ x: 1, y: 5 }]);
  expect(meanCurve([])).toEqual([]);
});

test("points are shortened to what a chart shows", () => {
  expect(shortened({ x: 1.23456, y: 1.23456, low: 1.11111, high: 1.35555 }, 3)).toEqual({
    x: 1.23456,
    y: 1.23,
    low: 1.11,
    high: 1.36,
  });
  expect(shortened({ x: 1, y: 2.5 }, 3)).toEqual({ x: 1, y: 2.5 });
});

test("runs that differ in their seed alone are one series", async () => {
  const options = (more: object) => ({ config: { options: { ...config.options, ...more } } });
  const paths = [
    await makeRun(options({ seed: 0 })),
    await makeRun(options({ seed: 1 })),
    await makeRun(options({ lr: 1 })),
  ];
  const summaries = await Promise.all(paths.map(async (path) => summarize(await readRun(path))));
  const series = seriesOf(summaries);
  expect(series.map(({ members }) => members.length)).toEqual([2, 1]);
  expect(series[0]!.label).toContain("(2 seeds)");
  expect(series[1]!.label).toBe(summaries[2]!.label);
});
