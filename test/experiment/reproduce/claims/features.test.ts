// Oracle: folders written by hand whose numbers lie clearly on one side, on the other, or on both.
import { expect, test } from "vitest";
import type { MadeRun } from "../made-runs.ts";
import { expectVerdict, type Made, resultOf, seeds } from "./verdicts.ts";

const wobbles = [0, 0.001, 0.002];
const options = { queueSize: 64 * 100 };

/** False negatives from `early` to `late`; of synthetic ones the share `pairs`. */
const falseShares = (early: number, late: number, pairs?: number): MadeRun[] =>
  seeds(wobbles, (wobble) => ({
    options,
    looks: [early, early, early, late + wobble, late + wobble].map((falseTop) => ({
      ...{ falseTop, falseBase: 0.1 },
      ...(pairs !== undefined && { falsePairs: pairs + 3 * wobble, falseWithQuery: 0.3 }),
    })),
  }));

test("false negatives grow, MoCHi has fewer, few synthetic ones are definitely false", async () => {
  const made: Made = { "moco-v2": falseShares(0.15, 0.3), mochi: seeds(falseShares(0.15, 0.25, 0.04), (run) => run) };
  // MoCHi's wobble is MoCo-v2's: the differences would all be −5 points.
  const moved: Made = { ...made, mochi: [...made.mochi!].reverse() };
  await expectVerdict("false-negatives", moved, "holds");
  await expectVerdict("false-negatives", { ...moved, "moco-v2": falseShares(0.35, 0.3) }, "does not hold");
  await expectVerdict("false-negatives", { ...moved, mochi: falseShares(0.15, 0.25, 0.14) }, "does not hold");
  await expectVerdict("false-negatives", { ...moved, mochi: falseShares(0.15, 0.35, 0.04).reverse() }, "does not hold");
  await expectVerdict("false-negatives", { ...moved, mochi: moved.mochi!.slice(0, 1) }, "undecided");
  const { comparisons } = await resultOf("false-negatives", moved);
  expect(comparisons[0]!.mean).toBeCloseTo(15.1, 10);
  expect(comparisons[1]!.mean).toBeCloseTo(-5, 10);
  // 1,024 at 4.3 % and 128 at 30 %.
  expect(comparisons[2]!.mean).toBeCloseTo((1024 * 4.3 + 128 * 30) / 1152, 10);
  expect(comparisons[3]!.mean).toBeCloseTo(10, 10);
});

test("alignment: supervised > MoCo > MoCHi; uniformity: MoCHi > MoCo > supervised", async () => {
  const space = (alignment: number, uniformity: number, order = wobbles): MadeRun[] =>
    seeds(order, (wobble) => ({ alignment: alignment + wobble, uniformity: uniformity + wobble }));
  const turned = [0.002, 0, 0.001];
  const made: Made = {
    supervised: space(0.3, -1.5),
    "moco-v2": space(0.6, -2, turned),
    mochi: space(0.7, -2.3),
    "moco-v2-oracle": space(0.5, -1.9),
  };
  await expectVerdict("alignment-and-uniformity", made, "holds");
  await expectVerdict("alignment-and-uniformity", { ...made, mochi: space(0.5, -2.3) }, "does not hold");
  await expectVerdict("alignment-and-uniformity", { ...made, mochi: space(0.6, -2.3) }, "undecided");
  await expectVerdict("alignment-and-uniformity", { ...made, supervised: [] }, "undecided");
  const { comparisons } = await resultOf("alignment-and-uniformity", made);
  expect(comparisons.map(({ verdict }) => verdict)).toEqual(Array(5).fill("holds"));
  expect(comparisons[0]!.mean).toBeCloseTo(-0.3, 10);
});
