// Oracle: runs made so that a claim holds, does not hold, or cannot be told.
import { describe, expect, test } from "vitest";
import { claims, judge } from "../../../src/experiment/reproduce/claims/index.ts";
import { configurationCells, grid } from "../../../src/experiment/reproduce/grid.ts";
import { type MadeNumbers, madeRuns } from "./made-runs.ts";

const verdict = (name: string, cells: Record<string, readonly MadeNumbers[]>) =>
  judge(madeRuns(cells)).find((claim) => claim.name === name)!;
const spread = (mean: number) => [mean - 0.1, mean, mean + 0.1];
const of = (key: keyof MadeNumbers, mean: number) => spread(mean).map((value) => ({ [key]: value }));
const looking = (look: (value: number) => object, mean: number) =>
  spread(mean).map((value) => ({ looks: Array.from({ length: 10 }, () => look(value)) }));

test("the eleven claims look at cells of the grid, and are undecided without runs", () => {
  const results = judge(new Map());
  expect(results).toHaveLength(11);
  expect(new Set(claims.map(({ name }) => name)).size).toBe(11);
  for (const { verdict, comparisons } of results) {
    expect(verdict).toBe("undecided");
    expect(comparisons.some(({ decides }) => decides)).toBe(true);
  }
  const everything = madeRuns(Object.fromEntries(grid.map(({ name }) => [name, of("linear", 60)])));
  // All accuracy claims have found all their runs.
  for (const name of ["gains-for-most", "oracle-closes-gap", "linear-kept", "longer-training", "temperature"])
    for (const { pairs } of judge(everything).find((claim) => claim.name === name)!.comparisons)
      expect(pairs).toHaveLength(3);
});

describe("the proxy task", () => {
  const cells = (mochi: number, moco: number) => ({
    mochi: looking((value) => ({ proxyTop1: value / 100, proxyTop1Real: value / 100 }), mochi),
    "moco-v2": looking((value) => ({ proxyTop1: value / 100, proxyTop1Real: value / 100 }), moco),
  });
  test("is harder where MoCHi solves it less often", () => {
    const claim = verdict("harder-proxy-task", cells(20, 40));
    expect(claim.verdict).toBe("holds");
    expect(claim.comparisons[0]).toMatchObject({ mean: expect.closeTo(-20, 8), unit: "%", verdict: "holds" });
    expect(verdict("harder-proxy-task", cells(45, 40)).verdict).toBe("does not hold");
  });
});

test("gains are of the median configuration", () => {
  const names = ["mochi", ...configurationCells];
  const cells = (gains: readonly number[]) => ({
    "moco-v2": of("linear", 60),
    ...Object.fromEntries(
      names.map((name, i) => [name, spread(60).map((value, seed) => ({ linear: value + gains[i]! + seed / 100 }))]),
    ),
  });
  expect(verdict("gains-for-most", cells([1, 1, 1, 1, -2, -2])).verdict).toBe("holds");
  expect(verdict("gains-for-most", cells([1, -1, -1, -1, -2, 1])).verdict).toBe("does not hold");
});

test("kept is not lower by more than a point", () => {
  const cells = (difference: number) => ({
    mochi: spread(60).map((value, seed) => ({ linear: value + difference + seed / 50 })),
    "moco-v2": of("linear", 60),
  });
  expect(verdict("linear-kept", cells(-0.5)).verdict).toBe("holds");
  expect(verdict("linear-kept", cells(-2)).verdict).toBe("does not hold");
});

test("one seed is too few, and differences that scatter leave it open", () => {
  const one = { "moco-v2": [{ linear: 60 }], "moco-v2-t-0.07": [{ linear: 50 }] };
  expect(verdict("temperature", one)).toMatchObject({
    verdict: "undecided",
    reason: expect.stringContaining("needs 2 seeds, has 1"),
  });
  const scattered = {
    "moco-v2": [{ linear: 60 }, { linear: 62 }, { linear: 58 }],
    "moco-v2-t-0.07": of("linear", 59.9),
  };
  expect(verdict("temperature", scattered).verdict).toBe("undecided");
  expect(
    verdict("temperature", { "moco-v2": of("linear", 60), "moco-v2-t-0.07": of("linear", 55).reverse() }).verdict,
  ).toBe("holds");
});

test("pairs are runs of one seed", () => {
  const cells = { "moco-v2": of("linear", 60), "moco-v2-t-0.07": [{ linear: 50 }, {}, { linear: 51 }] };
  const [comparison] = verdict("temperature", cells).comparisons;
  expect(comparison!.pairs.map(({ seed }) => seed)).toEqual([0, 2]);
});

test("faster means fewer epochs to the baseline's last accuracy, and a higher curve", () => {
  const curves = (curve: number[]) =>
    [0, 0.1, 0.2].map((more) => ({ knn: curve.map((value, i) => value + more * (i + 1)) }));
  const claim = verdict("faster-learning", { "moco-v2": curves([10, 20, 30]), mochi: curves([20, 31, 33]) });
  expect(claim.verdict).toBe("holds");
  expect(claim.comparisons[0]!.mean).toBeLessThan(-1);
});

test("alignment and uniformity are in the talk's order, or not", () => {
  const scores = (alignment: number, uniformity: number) =>
    [0, 1, 2].map((seed) => ({ alignment: alignment + seed / 100, uniformity: uniformity - (seed * seed) / 100 }));
  const ordered = { supervised: scores(0.2, -1), "moco-v2": scores(0.5, -2), mochi: scores(0.7, -3) };
  expect(verdict("alignment-and-uniformity", ordered).verdict).toBe("holds");
  expect(verdict("alignment-and-uniformity", { ...ordered, mochi: scores(0.3, -3) }).verdict).toBe("does not hold");
});

test("false negatives grow, are fewer with mixing, and few synthetic ones are false", () => {
  const looks = (from: number, to: number, more: object = {}) =>
    [0, 0.001, 0.002].map((seed) => ({
      looks: Array.from({ length: 10 }, (_, i) => ({
        falseTop: from + ((to - from) * i) / 9 + seed * (i % 3),
        falseBase: 0.1,
        ...more,
      })),
    }));
  const cells = {
    "moco-v2": looks(0.1, 0.3),
    mochi: looks(0.1, 0.2, { falsePairs: 0.02, falseWithQuery: 0.15 }),
  };
  const claim = verdict("false-negatives", cells);
  expect(claim.comparisons.slice(0, 2).map(({ verdict }) => verdict)).toEqual(["holds", "holds"]);
  // Three pairs and one with the query: 5.25 % in every run; an interval without width lies below 10.
  expect(claim.comparisons[2]).toMatchObject({ mean: expect.closeTo(5.25, 8), verdict: "holds" });
  expect(claim.verdict).toBe("holds");
});
