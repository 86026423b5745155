// Oracle: differences and spreads worked by hand.
import { expect, test } from "vitest";
import { compare } from "../../../src/experiment/reproduce/comparison.ts";

const side = (label: string, values: readonly number[]) => ({ label, values: new Map(values.entries()) });

test("two sides: differences of the seeds that both have, each side with all its runs", () => {
  const comparison = compare({
    statement: "a above b",
    ...{ unit: "%", expected: "above" },
    sides: [side("a", [12, 13, 14]), side("b", [10, 12])],
  });
  expect(comparison).toMatchObject({ decides: true, threshold: 0, digits: 2, mean: 1.5, verdict: "undecided" });
  expect(comparison.pairs).toEqual([
    { seed: 0, value: 2 },
    { seed: 1, value: 1 },
  ]);
  expect(comparison.sides).toEqual([
    { label: "a", mean: 13, std: 1, runs: 3 },
    { label: "b", mean: 11, std: Math.SQRT2, runs: 2 },
  ]);
});

test("one side is held against the threshold; of a single run there is no spread", () => {
  const question = { statement: "a below 5", unit: "", expected: "below", threshold: 5 } as const;
  expect(compare({ ...question, sides: [side("a", [1, 1.1, 0.9])] }).verdict).toBe("holds");
  const single = compare({ ...question, sides: [side("a", [1])] });
  expect(single.sides).toEqual([{ label: "a", mean: 1, runs: 1 }]);
  expect([single.mean, single.interval, single.verdict]).toEqual([1, undefined, "undecided"]);
  expect(compare({ ...question, sides: [side("a", [])] }).sides).toEqual([{ label: "a", runs: 0 }]);
});
