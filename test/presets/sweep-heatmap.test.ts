// Oracle: refusals written out by hand.
import { expect, test } from "vitest";
import { defineSweep } from "../../src/config.ts";
import { UsageError } from "../../src/errors.ts";
import { expandSweep, type SweepConfig } from "../../src/presets/sweep.ts";

const cells = {
  base: { method: "moco-v2" },
  a: { method: "mochi", synthetic: 0, syntheticWithQuery: 64 },
  b: { method: "mochi", synthetic: 64, syntheticWithQuery: 0 },
} as const;
const heatmap = { x: "syntheticWithQuery", y: "synthetic", baseline: "base" } as const;

function problems(config: object): string[] {
  try {
    expandSweep({ seeds: [0], cells, ...config } as unknown as SweepConfig, "sweep.ts");
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).problems.map(({ message }) => message);
  }
  return [];
}

test("any two options of the cells may be the axes, a third the panels", () => {
  expect(problems({ heatmap })).toEqual([]);
  expect(problems({ heatmap: { ...heatmap, panel: "method", score: "knn" } })).toEqual([]);
  const grid = { lr: [0.1, 0.2], width: [8, 16] };
  expect(problems({ cells: undefined, grid, heatmap: { x: "lr", y: "width", baseline: "lr-0.1_width-8" } })).toEqual(
    [],
  );
});

test("everything wrong is told at once", () => {
  const wrong = { x: "syntetic", y: "syntetic", panel: "lr", baseline: "bas", score: "kn", colour: "red" };
  expect(problems({ heatmap: wrong })).toEqual([
    'unknown key "heatmap.colour"',
    'no cell sets heatmap.x "syntetic"; did you mean "synthetic"?',
    'no cell sets heatmap.y "syntetic"; did you mean "synthetic"?',
    'no cell sets heatmap.panel "lr"',
    "the axes of the heat map are not different options",
    'heatmap.baseline "bas" is no cell; did you mean "base"?',
    'unknown heatmap.score "kn"; did you mean "knn"?',
  ]);
});

test("two cells in one place are refused, unless a panel parts them", () => {
  const doubled = { ...cells, c: { ...cells.a, lr: 0.1 }, a: { ...cells.a, lr: 0.2 }, b: { ...cells.b, lr: 0.2 } };
  expect(problems({ cells: doubled, heatmap })).toEqual(['cells "a" and "c" lie in one place of the heat map']);
  expect(problems({ cells: doubled, heatmap: { ...heatmap, panel: "lr" } })).toEqual([]);
});

test("an axis that is no option does not compile", () => {
  // @ts-expect-error no such option
  defineSweep({ seeds: [0], heatmap: { x: "synthetik", y: "synthetic", baseline: "a" } });
  // @ts-expect-error no such evaluation
  defineSweep({ seeds: [0], heatmap: { x: "synthetic", y: "hardest", baseline: "a", score: "top1" } });
  expect(defineSweep({ seeds: [0], heatmap: { ...heatmap, panel: "hardest" } }).heatmap?.panel).toBe("hardest");
});
