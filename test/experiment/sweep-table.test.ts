// Oracle: a table written out by hand.
import { expect, test } from "vitest";
import { sweepTable } from "../../src/experiment/sweep-table.ts";
import type { SweepRun } from "../../src/run/sweep-folder.ts";

const run = (seed: number, more: Partial<SweepRun> = {}): SweepRun => ({
  seed,
  folder: `cell-seed-${seed}`,
  status: "finished",
  top1: {},
  ...more,
});

test("mean, spread and number of seeds of each cell; failures and collapse are named", () => {
  const cells = [
    {
      name: "moco-v2",
      values: {},
      runs: [run(0), run(1, { isCollapsed: true })],
      top1: { knn: { mean: 49.25, std: 0.354, runs: 2 }, linear: { mean: 52.7, std: 0.1, runs: 2 } },
    },
    {
      name: "simclr",
      values: {},
      runs: [run(0), run(1, { status: "failed", message: "boom\nmore" })],
      top1: { knn: { mean: 40, runs: 1 } },
    },
    { name: "swav", values: {}, runs: [run(0, { status: "failed", message: 'unknown method "swav"' })], top1: {} },
  ];
  expect(sweepTable({ cells })).toEqual([
    "  cell     seeds   kNN top-1 %   linear top-1 %",
    "  moco-v2  2       49.25 ± 0.35  52.70 ± 0.10    collapsed: seed 1",
    "  simclr   1 of 2  40.00         –               failed: boom",
    '  swav     0 of 1  –             –               failed: unknown method "swav"',
  ]);
});
