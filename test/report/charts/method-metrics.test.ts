// Oracle: figures counted by hand, and their data read back from the specification.
import { expect, test } from "vitest";
import { methodCharts } from "../../../src/report/charts/method-metrics.ts";
import { summarize } from "../../../src/report/summary.ts";
import { readRun } from "../../../src/run/read.ts";
import { makeRun } from "../made-run.ts";

const top1 = { name: "top1", title: "Training accuracy", meaning: "Right guesses.", isShare: true };
const similarity = { name: "similarity", title: "Similarity", meaning: "A cosine.", isShare: false };
const proxy = { name: "proxyTop1", title: "Proxy accuracy", meaning: "Hits.", isShare: true };

const made = async (shows: object[] | undefined, values: Record<string, number>) => {
  const lines = [1, 2, 3].map((step) => ({
    kind: "step",
    step,
    epoch: 0,
    loss: 1,
    learningRate: 1,
    seconds: step,
    ...values,
  }));
  const metrics = lines.map((line) => JSON.stringify(line)).join("\n");
  return summarize(
    await readRun(await makeRun({ config: { ...(shows && { shows }) } as never, metrics: `${metrics}\n` })),
  );
};

test("each metric that a method shows is drawn once, shares in per cent; proxy accuracy has a chart of its own", async () => {
  const runs = [
    await made([proxy, top1], { proxyTop1: 0.3, top1: 0.25 }),
    await made([similarity], { similarity: 0.5 }),
    await made([top1], { top1: 0.75 }),
  ];
  const figures = methodCharts(runs);
  expect(figures.map(({ name, title }) => [name, title])).toEqual([
    ["method-top1", "Training accuracy"],
    ["method-similarity", "Similarity"],
  ]);
  const drawn = figures.map(({ spec }) => JSON.stringify(spec));
  for (const part of ['"y":25,', '"y":75,', "training accuracy (%)"]) expect(drawn[0]).toContain(part);
  expect(drawn[1]).toContain('"y":0.5,');
});

test("a metric without values, and a run that describes none, has no figure", async () => {
  expect(methodCharts([await made([top1], {})])).toEqual([]);
  expect(methodCharts([await made(undefined, { top1: 1 })])).toEqual([]);
});
