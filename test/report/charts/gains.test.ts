// Oracle: the committed picture, which was looked at.
import { expect, test } from "vitest";
import { gainCharts, optionName } from "../../../src/report/charts/gains.ts";
import type { Gains } from "../../../src/report/sweep-gains.ts";
import { expectCommittedSvg } from "./committed-svg.ts";

const cell = (x: string, y: string, gain: number | undefined, std?: number) => ({
  ...{ x, y, panel: "", name: `${x}-${y}`, gain, std },
  seeds: gain === undefined ? 0 : 3,
});
const gains: Gains = {
  x: ["0", "128"],
  y: ["0", "256"],
  panels: [""],
  cells: [cell("128", "0", 0.7, 0.2), cell("0", "256", -0.35, 0.1), cell("128", "256", undefined)],
  baseline: { mean: 78, std: 0.2, seeds: 3 },
  isPaired: true,
};
const heatmap = { x: "syntheticWithQuery", y: "synthetic", baseline: "moco-v2", score: "linear" } as const;

test("the heat map is drawn as committed: gains, deviations, seeds; a cell that waits, and one that is not there", async () => {
  const svg = await expectCommittedSvg(gainCharts("gains", gains, heatmap)[0]);
  for (const text of ["+0.70", "± 0.20, n = 3", "−0.35", "waiting"]) expect(svg).toContain(`>${text}<`);
});

test("the caption tells how gains were worked out, and what over", () => {
  expect(gainCharts("gains", gains, heatmap)[0]!.caption).toBe(
    "Percentage points, mean ± standard deviation over the seeds (n), from differences between runs of the same seed. Baseline: 78.00 ± 0.20 % (n = 3).",
  );
  expect(gainCharts("gains", { ...gains, isPaired: false }, heatmap)[0]!.caption).toContain("differences of means");
});

test("options of MoCHi have the talk's letters, others their own names", () => {
  expect(["hardest", "lr"].map(optionName)).toEqual(["N (hardest)", "lr"]);
});
