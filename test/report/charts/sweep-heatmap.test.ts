// Oracle: gains worked out by hand.
import { expect, test } from "vitest";
import { drawFigure } from "../../../src/report/charts/render.ts";
import { sweepHeatmap } from "../../../src/report/charts/sweep-heatmap.ts";
import type { SweepResult } from "../../../src/run/sweep-folder.ts";

const cell = (name: string, values: object, mean?: number, std?: number): SweepResult => ({
  name,
  values: { ...values },
  runs: [],
  top1:
    mean === undefined ? {} : { linear: { mean, ...(std !== undefined && { std }), runs: std === undefined ? 1 : 3 } },
});
const heatmap = { x: "syntheticWithQuery", y: "synthetic", panel: "hardest", baseline: "moco-v2" };
const cells = [
  cell("moco-v2", {}, 60, 0.5),
  cell("a", { hardest: 64, synthetic: 0, syntheticWithQuery: 32 }, 61.25, 0.25),
  cell("b", { hardest: 64, synthetic: 128, syntheticWithQuery: 0 }, 59.5),
  cell("c", { hardest: 128, synthetic: 128, syntheticWithQuery: 32 }, 60),
  cell("waiting", { hardest: 128, synthetic: 0, syntheticWithQuery: 0 }),
];

test("a cell has its gain, its spread and its seeds; panels have titles", async () => {
  const figure = sweepHeatmap({ cells, heatmap })!;
  expect(figure.title).toBe("Gains in linear top-1 over moco-v2");
  expect(figure.caption).toContain("moco-v2: 60.00 ± 0.50 %, 3 seeds");
  const svg = await drawFigure(figure);
  const texts = [...svg.matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text);
  for (const text of [
    "+1.25",
    "−0.50",
    "+0.00",
    "± 0.25, 3 seeds",
    "1 seed",
    "s: synthetic",
    "s′: synthetic with query",
    "N: hardest",
  ])
    expect(texts).toContain(text);
  expect(texts.filter((text) => /^[+−]/.test(text!))).toHaveLength(3);
});

test("without axes, a baseline or anything finished there is no map", () => {
  expect(sweepHeatmap({ cells })).toBeUndefined();
  expect(sweepHeatmap({ cells, heatmap: { ...heatmap, baseline: "byol" } })).toBeUndefined();
  expect(sweepHeatmap({ cells: cells.slice(0, 1), heatmap })).toBeUndefined();
});
