// Oracle: folders written by hand whose numbers lie clearly on one side, on the other, or on both; medians worked by hand.
import { expect, test } from "vitest";
import { configurationCells } from "../../../../src/experiment/reproduce/grid.ts";
import { expectVerdict, type Made, resultOf, seeds } from "./verdicts.ts";

const linear = (values: readonly number[]) => seeds(values, (value) => ({ linear: value }));

const baseline = [50, 51, 52];

/** Runs of all configurations, each with one gain for every seed and a wobble of 0.1. */
const withGains = (gains: readonly number[]): Made => {
  const cells = ["mochi", ...configurationCells];
  const of = (gain: number) => linear(baseline.map((value, seed) => value + gain + 0.1 * seed));
  return { "moco-v2": linear(baseline), ...Object.fromEntries(cells.map((cell, place) => [cell, of(gains[place]!)])) };
};

test("gains for most configurations: the median of the gains, seed by seed", async () => {
  const { comparisons, verdict } = await resultOf("gains-for-most", withGains([3, -1, 1, 2, 1, -2]));
  // Sorted: −2, −1, 1, 1, 2, 3; the median is 1, and with the wobble 1, 1.1, 1.2.
  expect(comparisons[0]!.pairs.map(({ value }) => Number(value.toFixed(6)))).toEqual([1, 1.1, 1.2]);
  expect(verdict).toBe("holds");
  await expectVerdict("gains-for-most", withGains([3, -1, -1, -2, -1, 4]), "does not hold");
  await expectVerdict("gains-for-most", withGains([3, -1.1, -1, 0.8, -1, 4]), "undecided");
});

test("a seed that one configuration lacks does not count", async () => {
  const made = withGains([1, 1, 1, 1, 1, 1]);
  const short = { ...made, [configurationCells[2]!]: made[configurationCells[2]!]!.slice(0, 1) };
  const { comparisons, verdict, reason } = await resultOf("gains-for-most", short);
  expect(comparisons[0]!.pairs.map(({ seed }) => seed)).toEqual([0]);
  expect([verdict, reason.startsWith("needs 2 seeds, has 1")]).toEqual(["undecided", true]);
});

test("linear accuracy is kept: not lower by more than a point", async () => {
  const judge = (differences: readonly number[], verdict: "holds" | "does not hold" | "undecided") =>
    expectVerdict(
      "linear-kept",
      { "moco-v2": linear(baseline), mochi: linear(baseline.map((value, seed) => value + differences[seed]!)) },
      verdict,
    );
  await judge([-0.3, -0.2, -0.25], "holds");
  await judge([0.3, 0.2, 0.25], "holds");
  await judge([-2.1, -2, -1.9], "does not hold");
  await judge([-0.9, -1.2, -0.8], "undecided");
});

test("gains persist with longer training", async () => {
  const judge = (values: readonly number[], verdict: "holds" | "does not hold" | "undecided") =>
    expectVerdict("longer-training", { "moco-v2-long": linear(baseline), "mochi-long": linear(values) }, verdict);
  await judge([51, 52.1, 53], "holds");
  await judge([49, 50.1, 51], "does not hold");
  await judge([51, 50, 52], "undecided");
});

test("temperature 0.2 beats 0.07", async () => {
  const judge = (values: readonly number[], verdict: "holds" | "does not hold" | "undecided") =>
    expectVerdict("temperature", { "moco-v2": linear(baseline), "moco-v2-t-0.07": linear(values) }, verdict);
  await judge([48, 49.1, 50], "holds");
  await judge([52, 53.1, 54], "does not hold");
  await judge([51, 50, 53], "undecided");
});

test("without false negatives the gap to supervised closes", async () => {
  const oracles = (moco: number, mochi: number): Made => ({
    "moco-v2": linear(baseline),
    mochi: linear(baseline),
    "moco-v2-oracle": linear(baseline.map((value, seed) => value + moco + 0.1 * seed)),
    "mochi-oracle": linear(baseline.map((value, seed) => value + mochi + 0.1 * seed)),
    supervised: linear([70, 71, 72]),
  });
  await expectVerdict("oracle-closes-gap", oracles(10, 12), "holds");
  await expectVerdict("oracle-closes-gap", oracles(10, -3), "does not hold");
  await expectVerdict("oracle-closes-gap", oracles(10, -0.1), "undecided");
  const { comparisons } = await resultOf("oracle-closes-gap", oracles(10, 12));
  // What remains: 20, then 20, and of the oracles 10 − 0.1 and 8 − 0.1.
  const remaining = comparisons.filter(({ decides }) => !decides).map(({ mean }) => mean);
  expect(remaining.map((mean) => Number(mean!.toFixed(6)))).toEqual([20, 20, 9.9, 7.9]);
});
