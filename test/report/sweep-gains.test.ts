// Oracle: differences, means and deviations worked out by hand.
import { expect, test } from "vitest";
import { sweepGains } from "../../src/report/sweep-gains.ts";
import type { SweepHeatmap, SweepResult } from "../../src/run/sweep-folder.ts";

const heatmap: SweepHeatmap = { x: "b", y: "a", baseline: "base", score: "linear" };

/** A cell with the linear top-1 of its seeds; undefined for a run that is not finished. */
function cell(name: string, values: object, scores: Record<number, number | undefined>): SweepResult {
  const runs = Object.entries(scores).map(([seed, score]) => ({
    seed: Number(seed),
    folder: `${name}-${seed}`,
    status: score === undefined ? ("waiting" as const) : ("finished" as const),
    top1: score === undefined ? {} : { linear: score, knn: 10 },
  }));
  return { name, values: { ...values }, runs, top1: {} };
}

const base = cell("base", {}, { 0: 70, 1: 71, 2: 72 });

test("gains are paired by seed; their deviation is that of the differences", () => {
  const cells = [base, cell("p", { a: 1, b: 16 }, { 0: 71, 1: 73, 2: 72 })];
  const gains = sweepGains({ cells }, heatmap)!;
  // 1, 2 and 0: mean 1, deviation 1.
  expect(gains.cells).toEqual([{ x: "16", y: "1", panel: "", name: "p", gain: 1, std: 1, seeds: 3 }]);
  expect(gains).toMatchObject({ isPaired: true, panels: [""], baseline: { mean: 71, std: 1, seeds: 3 } });
});

test("where seeds are not shared, means are subtracted and variances added", () => {
  const cells = [base, cell("p", { a: 1, b: 2 }, { 5: 74, 6: 76 })];
  const gains = sweepGains({ cells }, heatmap)!;
  expect(gains.isPaired).toBe(false);
  expect(gains.cells[0]!.gain).toBe(4);
  expect(gains.cells[0]!.std).toBeCloseTo(Math.sqrt(2 + 1), 12);
});

test("axes are in order of size, panels apart; cells off the axes are left out; unfinished ones are empty", () => {
  const cells = [
    base,
    cell("p", { a: 256, b: 16, n: 64 }, { 0: 71 }),
    cell("q", { a: 64, b: 128, n: 64 }, { 0: undefined }),
    cell("r", { a: 64, b: 16, n: 32 }, { 0: 69 }),
    cell("off", { a: 64 }, { 0: 1 }),
  ];
  const gains = sweepGains({ cells }, { ...heatmap, panel: "n" })!;
  expect([gains.x, gains.y, gains.panels]).toEqual([
    ["16", "128"],
    ["64", "256"],
    ["32", "64"],
  ]);
  expect(gains.cells.map(({ name, panel, gain, std, seeds }) => [name, panel, gain, std, seeds])).toEqual([
    ["p", "64", 1, undefined, 1],
    ["q", "64", undefined, undefined, 0],
    ["r", "32", -1, undefined, 1],
  ]);
});

test("without a finished baseline, or without its score, there are no gains", () => {
  const placed = cell("p", { a: 1, b: 2 }, { 0: 71 });
  expect(sweepGains({ cells: [cell("base", {}, { 0: undefined }), placed] }, heatmap)).toBeUndefined();
  expect(sweepGains({ cells: [placed] }, heatmap)).toBeUndefined();
  expect(sweepGains({ cells: [base] }, heatmap)).toBeUndefined();
  expect(sweepGains({ cells: [base, placed] }, { ...heatmap, score: "knn" })!.cells[0]!.gain).toBe(0);
});
