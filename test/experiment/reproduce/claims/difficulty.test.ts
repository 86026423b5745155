// Oracle: folders written by hand whose numbers lie clearly on one side, on the other, or on both.
import { expect, test } from "vitest";
import { probabilities } from "../made-runs.ts";
import { expectVerdict, resultOf, seeds } from "./verdicts.ts";

const proxy = (shares: readonly number[]) =>
  seeds(shares, (share) => ({ looks: [{ proxyTop1: share, proxyTop1Real: share }] }));

test("mixing makes the proxy task harder", async () => {
  const moco = proxy([0.5, 0.52, 0.49]);
  await expectVerdict("harder-proxy-task", { "moco-v2": moco, mochi: proxy([0.4, 0.41, 0.4]) }, "holds");
  await expectVerdict("harder-proxy-task", { "moco-v2": moco, mochi: proxy([0.6, 0.61, 0.6]) }, "does not hold");
  await expectVerdict("harder-proxy-task", { "moco-v2": moco, mochi: proxy([0.4, 0.6, 0.5]) }, "undecided");
  await expectVerdict("harder-proxy-task", { "moco-v2": moco, mochi: proxy([0.4]) }, "undecided");
  const { comparisons } = await resultOf("harder-proxy-task", { "moco-v2": moco, mochi: proxy([0.4, 0.41, 0.4]) });
  // −10, −11 and −9 points.
  expect(comparisons[0]!.mean).toBeCloseTo(-10, 10);
  expect(comparisons[0]!.interval![1]).toBeCloseTo(-10 + 4.3027 / Math.sqrt(3), 3);
  expect(comparisons[0]!.sides[0]).toMatchObject({ label: "MoCHi", runs: 3 });
});

// Five looks, all after the queue is full: the first is early, the last late.
const hardness = (first: readonly [number, number], last: readonly [number, number], wobble = 1) => {
  const [early, late] = [probabilities(...first), probabilities(last[0] * wobble, last[1])];
  return {
    options: { queueSize: 64 * 100 },
    looks: [early, early, early, late, late].map((probability) => ({ probability })),
  };
};

test("few negatives are hard, ever fewer, and some always are", async () => {
  const judge = (last: readonly [number, number], verdict: "holds" | "does not hold" | "undecided") =>
    expectVerdict(
      "few-hard-negatives",
      { "moco-v2": seeds([1, 1.1, 0.9], (wobble) => hardness([0.004, 0.0004], last, wobble)) },
      verdict,
    );
  // An even share of 6,400 is 0.00016: the hardest must lie above 0.0016; early the fall is tenfold.
  await judge([0.02, 0.0002], "holds");
  // A fall of five: many are hard.
  await judge([0.02, 0.004], "does not hold");
  // None is above ten times an even share.
  await judge([0.001, 0.00001], "does not hold");
  // The fall is about tenfold, as it was early.
  await judge([0.02, 0.002], "undecided");
});

test("a larger batch or memory gives harder negatives", async () => {
  const simclr = (shares: readonly number[]) => seeds(shares, (share) => ({ proxyOfSteps: [share] }));
  const made = {
    "simclr-b-32": simclr([0.8, 0.81]),
    "simclr-b-128": simclr([0.7, 0.711]),
    "moco-v2-k-1024": proxy([0.6, 0.61]),
    "moco-v2": proxy([0.5, 0.511, 0.5]),
  };
  await expectVerdict("larger-is-harder", made, "holds");
  await expectVerdict("larger-is-harder", { ...made, "simclr-b-128": simclr([0.9, 0.911]) }, "does not hold");
  await expectVerdict("larger-is-harder", { ...made, "simclr-b-128": [] }, "undecided");
  const { comparisons } = await resultOf("larger-is-harder", made);
  expect(comparisons.map(({ decides }) => decides)).toEqual([true, false, true, false]);
  expect(comparisons[2]!.pairs.map(({ seed }) => seed)).toEqual([0, 1]);
});
