// Oracle: the eleven rows of the table of claims; what must be known without a single run.
import { expect, test } from "vitest";
import { claims, judge } from "../../../../src/experiment/reproduce/claims/index.ts";
import { grid } from "../../../../src/experiment/reproduce/grid.ts";
import { madeRuns } from "../made-runs.ts";

test("there are eleven claims, each under a name of its own and decided by something", () => {
  expect(claims.map(({ name }) => name)).toEqual([
    "harder-proxy-task",
    "gains-for-most",
    "faster-learning",
    "few-hard-negatives",
    "false-negatives",
    "alignment-and-uniformity",
    "oracle-closes-gap",
    "linear-kept",
    "longer-training",
    "larger-is-harder",
    "temperature",
  ]);
  for (const { comparisons } of judge(new Map())) expect(comparisons.some(({ decides }) => decides)).toBe(true);
});

test("without runs every claim says what it expects and is undecided", () => {
  for (const { verdict, comparisons, reason } of judge(new Map())) {
    expect([verdict, reason.startsWith("needs 2 seeds, has 0")]).toEqual(["undecided", true]);
    for (const { sides, pairs, mean } of comparisons) {
      expect([pairs, mean]).toEqual([[], undefined]);
      expect(sides.every(({ runs }) => runs === 0)).toBe(true);
    }
  }
});

test("every cell of the grid has a part in a claim", async () => {
  const made = { linear: 50, alignment: 1, uniformity: -1, proxyOfSteps: [0.5] };
  const unused: string[] = [];
  for (const { name } of grid) {
    const results = judge(await madeRuns({ [name]: [made] }));
    const sides = results.flatMap(({ comparisons }) => comparisons.flatMap((comparison) => comparison.sides));
    if (sides.every(({ runs }) => runs === 0)) unused.push(name);
  }
  expect(unused).toEqual([]);
});
