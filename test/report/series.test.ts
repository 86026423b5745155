// Oracle: groups, means and deviations worked out by hand.
import { expect, test } from "vitest";
import { meanCurve, seriesOf, shortened } from "../../src/report/series.ts";
import { type Summary, summarize } from "../../src/report/summary.ts";
import { readRun } from "../../src/run/read.ts";
import { config, makeRun } from "./made-run.ts";

const seeded = async (label: string, seed: number, lr = 0.06): Promise<Summary> => ({
  ...summarize(await readRun(await makeRun({ config: { options: { ...config.options, seed, lr } } }))),
  label,
});

test("runs that differ in their seed are one series, named by what their folders share", async () => {
  const runs = [
    await seeded("runs/a-seed-0", 0),
    await seeded("runs/b", 0, 0.1),
    await seeded("runs/a-seed-1", 1),
    await seeded("x", 0, 0.2),
    await seeded("y", 1, 0.2),
  ];
  expect(seriesOf(runs).map(({ label, members }) => [label, members.map((member) => member.label)])).toEqual([
    ["runs/a (2 seeds)", ["runs/a-seed-0", "runs/a-seed-1"]],
    ["runs/b", ["runs/b"]],
    ["mochi, quickstart (2 seeds)", ["x", "y"]],
  ]);
});

test("labels stay unique, and a seed that comes twice is no average", async () => {
  const runs = [await seeded("a", 0), await seeded("b", 1), await seeded("c", 0, 0.2), await seeded("d", 1, 0.2)];
  expect(seriesOf(runs).map(({ label }) => label)).toEqual(["a and 1 more (2 seeds)", "c and 1 more (2 seeds)"]);
  expect(seriesOf([runs[0]!, { ...runs[0]!, label: "again" }]).map(({ label }) => label)).toEqual(["a", "again"]);
});

test("a mean with its deviation wherever all curves have a value", () => {
  const [a, b] = [
    [
      { x: 1, y: 2 },
      { x: 2, y: 4 },
    ],
    [
      { x: 2, y: 8 },
      { x: 3, y: 1 },
    ],
  ];
  // (4 + 8) / 2, and √((2² + 2²) / 1) to either side.
  expect(meanCurve([a!, b!])).toEqual([{ x: 2, y: 6, low: 6 - Math.sqrt(8), high: 6 + Math.sqrt(8) }]);
  expect(meanCurve([a!])).toEqual(a);
  expect(meanCurve([])).toEqual([]);
});

test("significant digits", () => {
  expect(shortened({ x: 1.23456, y: 1.23456, low: 0.0012345, high: 12_345 }, 3)).toEqual({
    x: 1.23456,
    y: 1.23,
    low: 0.00123,
    high: 12_300,
  });
});
