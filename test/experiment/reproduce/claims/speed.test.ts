// Oracle: curves written by hand, their crossings worked by hand.
import { expect, test } from "vitest";
import type { MadeRun } from "../made-runs.ts";
import { expectVerdict, resultOf, seeds } from "./verdicts.ts";

const curve = (...tops: readonly number[]): MadeRun => ({
  curve: tops.map((top1, place) => [2 * (place + 1), top1] as const),
});
const moco = seeds([0, 1, 2], (shift) => curve(30 + shift, 40 + shift, 50 + shift));

test("faster learning: fewer epochs to MoCo-v2's last accuracy, and a higher curve", async () => {
  // From 45 at 4 to 55 at 6: MoCo-v2's 50 is reached at 5, a whole epoch before its own 6.
  const faster = { "moco-v2": moco, mochi: seeds([0, 1, 2.2], (shift) => curve(35 + shift, 45 + shift, 55 + shift)) };
  const { comparisons, verdict } = await resultOf("faster-learning", faster);
  expect(verdict).toBe("holds");
  expect(comparisons[0]!.pairs.map(({ value }) => Number(value.toFixed(6)))).toEqual([-1, -1, -1.04]);
  expect(comparisons[1]!.mean).toBeCloseTo(5 + 0.2 / 3, 10);
});

test("a run that never reaches it counts with all its epochs", async () => {
  const slower = { "moco-v2": moco, mochi: seeds([0, 1, 2.2], (shift) => curve(25 + shift, 35 + shift, 45 + shift)) };
  const { comparisons, verdict } = await resultOf("faster-learning", slower);
  expect(comparisons[0]!.pairs.map(({ value }) => value)).toEqual([0, 0, 0]);
  expect(comparisons[0]!.verdict).toBe("undecided");
  // The curve lies below.
  expect(verdict).toBe("does not hold");
});

test("curves that cross are undecided", async () => {
  const mixed = { "moco-v2": moco, mochi: seeds([4, -3, 2], (shift) => curve(30 + shift, 40 + shift, 50 + shift)) };
  await expectVerdict("faster-learning", mixed, "undecided");
});
