// Oracle: ticks and captions written out by hand, and the data read back from the specification.
import { expect, test } from "vitest";
import { curveChart, logTicks } from "../../../src/report/charts/curve-chart.ts";
import { drawFigure } from "../../../src/report/charts/render.ts";

const axes = { x: { title: "x (s)" }, y: { title: "y (%)" } };
const line = (series: string, part: string, points = [{ x: 1, y: 1 }, { x: 2, y: 3 }]) => ({ series, part, points }); // biome-ignore format: one line
const chart = (curves: ReturnType<typeof line>[], more: object = {}) =>
  curveChart({ name: "n", title: "t", caption: "c.", ...axes, curves, ...more });

test("ticks of a logarithmic axis are powers of ten, and more where fewer than two lie within", () => {
  expect(logTicks(1, 1024)).toEqual([1, 10, 100, 1000]);
  expect(logTicks(2e-5, 0.3)).toEqual([1e-4, 1e-3, 1e-2, 1e-1]);
  expect(logTicks(0.03, 0.3)).toEqual([0.05, 0.1, 0.2]);
});

test("nothing is drawn where no curve has a point", () => {
  expect(chart([line("a", "p", [])])).toBeUndefined();
});

test("parts of a single series are told apart by colour and dash; several series by colour, their parts by dash", async () => {
  const strokes = async (curves: ReturnType<typeof line>[]) => {
    const svg = await drawFigure(chart(curves)!);
    const lines = [...svg.matchAll(/<path[^>]* d="M[^"]*L[^"]*"[^>]* stroke="var\(--series-(\d)[^>]*>/g)];
    return lines.map(([path, colour]) => [colour, path.match(/stroke-dasharray="([^"]*)"/)?.[1]]);
  };
  expect((await strokes([line("a", "p"), line("a", "q")])).slice(0, 2)).toEqual([
    ["1", "1,0"],
    ["2", "6,3"],
  ]);
  expect((await strokes([line("a", "p"), line("b", "p"), line("b", "q")])).slice(0, 3)).toEqual([
    ["1", "1,0"],
    ["2", "1,0"],
    ["2", "6,3"],
  ]);
});

test("a curve that only one of several series has names its series; bands say what they are", () => {
  expect(chart([line("a", "p", []), line("b", "p")])!.caption).toBe("c. Of b alone.");
  const banded = { series: "a", part: "p", points: [{ x: 1, y: 2, low: 1, high: 3 }] };
  const figure = curveChart({ name: "n", title: "t", caption: "c.", ...axes, curves: [banded] })!;
  expect(figure.caption).toBe("c. Band: one standard deviation over the seeds to either side of their mean.");
  expect(JSON.stringify(figure.spec)).toContain('"low":1,"high":3');
});

test("on a logarithmic axis what is not above zero is left out, and bands end a tenth below their line", () => {
  const points = [
    { x: 1, y: 0 },
    { x: 2, y: 5, low: -1, high: 11 },
  ];
  const spec = JSON.stringify(chart([line("a", "p", points)], { y: { title: "y", isLog: true } })!.spec);
  expect(spec).not.toContain('"y":0');
  expect(spec).toContain('"low":0.5,"high":11');
});

test("a curve of a single point is a mark", async () => {
  const svg = await drawFigure(chart([line("a", "p", [{ x: 1, y: 1 }])])!);
  expect(svg).toMatch(/<path[^>]* fill="var\(--series-1/);
});
