// Oracle: properties of the drawn SVG that the page relies on.
import { expect, test } from "vitest";
import { lossChart } from "../../../src/report/charts/loss.ts";
import { drawFigure } from "../../../src/report/charts/render.ts";
import { summarize } from "../../../src/report/summary.ts";
import { readRun } from "../../../src/run/read.ts";
import { makeRun, metricsLines } from "../made-run.ts";

test("an SVG scales, is described, and has coordinates of one decimal", async () => {
  const svg = await drawFigure(lossChart([summarize(await readRun(await makeRun()))])!);
  expect(svg).toMatch(/^<svg role="img" aria-label="Loss" [^>]*viewBox="0 0 440 270">/);
  expect(svg.match(/^<svg [^>]*>/)?.[0]).not.toMatch(/ (width|height)=/);
  expect(svg).not.toMatch(/ (?:d|transform)="[^"]*\d\.\d\d/);
});

test("a long run is drawn with at most 1,000 points a line and stays small", async () => {
  const step = metricsLines()[0]!;
  const metrics = Array.from(
    { length: 5000 },
    (_, i) => `${JSON.stringify({ ...step, step: i + 1, loss: (i * 7) % 13 })}\n`,
  );
  const svg = await drawFigure(lossChart([summarize(await readRun(await makeRun({ metrics: metrics.join("") })))])!);
  const points = [...svg.matchAll(/ d="(M[^"]*)"/g)].map(([, path]) => path!.split("L").length);
  expect(Math.max(...points)).toBeGreaterThan(900);
  expect(Math.max(...points)).toBeLessThanOrEqual(1000);
  expect(svg.length).toBeLessThan(40_000);
});
