// Oracle: the committed pictures, which were looked at, and values read back from the specification.
import { expect, test } from "vitest";
import { epochOf, lookCharts } from "../../../src/report/charts/looks.ts";
import { summarize } from "../../../src/report/summary.ts";
import { readRun } from "../../../src/run/read.ts";
import { lookLines } from "../made-analyses.ts";
import { config, makeRun } from "../made-run.ts";
import { expectCommittedSvg } from "./committed-svg.ts";

const made = async (looks: readonly object[], seed = 0) => {
  const metrics = looks.map((line) => `${JSON.stringify(line)}\n`).join("");
  return summarize(await readRun(await makeRun({ metrics, config: { options: { ...config.options, seed } } })));
};
const named = async (name: string, looks: readonly object[]) =>
  lookCharts([await made(looks)]).find((figure) => figure.name === name);

test.each(["gradient-share", "false-negatives"])("%s is drawn as committed", async (name) => {
  await expectCommittedSvg(await named(name, lookLines()));
});

test("shares are drawn in per cent, the lift as a ratio", async () => {
  const [look] = lookLines();
  const looks = [{ ...look, falseTop: 0.25, falseBase: 0.1, proxyTop1Real: 0.5 }];
  expect(JSON.stringify((await named("false-negatives", looks))!.spec)).toContain('"y":25,');
  expect(JSON.stringify((await named("false-lift", looks))!.spec)).toContain('"y":2.5,');
  expect(JSON.stringify((await named("proxy-task", looks))!.spec)).toContain('"y":50,');
});

test("what a method without synthetic negatives, or data without classes, lacks is not drawn", async () => {
  const bare = lookLines({ hasSynthetic: false }).map(({ falseTop: _, falseBase: __, ...look }) => look);
  const figures = lookCharts([await made(bare)]);
  expect(figures.map(({ name }) => name)).toEqual(["proxy-task", "gradient-share"]);
  expect(JSON.stringify(figures)).not.toContain('synthetic negatives","x"');
  expect(lookCharts([await made([])])).toEqual([]);
});

test("seeds are averaged, with a band", async () => {
  const [look] = lookLines();
  const runs = [await made([{ ...look, falseTop: 0.2 }], 0), await made([{ ...look, falseTop: 0.4 }], 1)];
  const figure = lookCharts(runs).find(({ name }) => name === "false-negatives")!;
  // 20 and 40: mean 30, deviation √200.
  expect(JSON.stringify(figure.spec)).toContain('"y":30,"low":15.86,"high":44.14');
  expect(figure.caption).toContain("Band: one standard deviation");
});

test("many looks are smoothed, and the caption says so", async () => {
  const [look] = lookLines();
  const many = Array.from({ length: 40 }, (_, i) => ({ ...look, step: i + 1, falseTop: 0.2 + (i % 2) / 100 }));
  expect((await named("false-negatives", many))!.caption).toContain("drawn is the mean over 5 looks");
});

test("epochs between whole ones follow from the step where the run's length is known", async () => {
  const [look] = lookLines();
  const { run } = await made([]);
  expect(epochOf(run, { ...look!, step: 30 })).toBe(1.5);
  expect(epochOf({ ...run, state: undefined }, { ...look!, step: 30, epoch: 1 })).toBe(1);
});
