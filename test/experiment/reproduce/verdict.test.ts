// Oracle: intervals worked by hand from t = 12.706 (2 pairs), 4.303 (3) and 3.182 (4); the rule as it is written in docs/reproduce.md.
import { expect, test } from "vitest";
import { intervalOfMean, verdictOf, verdictOfAll } from "../../../src/experiment/reproduce/verdict.ts";
import type { Comparison } from "../../../src/run/claims-folder.ts";

test("the interval is mean ± t · s / √n", () => {
  // Mean 2, s = 1: 2 ± 4.3027 · 1 / √3.
  const three = intervalOfMean([1, 2, 3]);
  expect(three.mean).toBe(2);
  expect(three.interval![0]).toBeCloseTo(2 - 2.4841, 3);
  expect(three.interval![1]).toBeCloseTo(2 + 2.4841, 3);
  // Mean 1.5, s = 0.7071: 1.5 ± 12.706 · 0.5.
  expect(intervalOfMean([1, 2]).interval![1]).toBeCloseTo(1.5 + 6.3531, 3);
  // Mean 0.5, s = √(1/3): 0.5 ± 3.1824 · 0.57735 / 2.
  expect(intervalOfMean([0, 1, 0, 1]).interval![0]).toBeCloseTo(0.5 - 0.9187, 3);
});

test("one value has a mean and no interval, none has neither", () => {
  expect(intervalOfMean([3])).toEqual({ mean: 3 });
  expect(intervalOfMean([])).toEqual({});
});

test("decided only where the interval lies on one side", () => {
  const judge = (interval: [number, number] | undefined, expected: "above" | "below", threshold = 0) =>
    verdictOf({ ...(interval && { interval }), expected, threshold });
  expect(judge([0.1, 2], "above")).toBe("holds");
  expect(judge([0.1, 2], "below")).toBe("does not hold");
  expect(judge([-2, -0.1], "below")).toBe("holds");
  expect(judge([-2, -0.1], "above")).toBe("does not hold");
  expect(judge([-0.1, 2], "above")).toBe("undecided");
  // The bound itself is not beyond it.
  expect(judge([0, 2], "above")).toBe("undecided");
  expect(judge(undefined, "above")).toBe("undecided");
  // Not lower by more than a point.
  expect(judge([-0.8, 0.2], "above", -1)).toBe("holds");
  expect(judge([-1.8, -1.2], "above", -1)).toBe("does not hold");
});

test("a claim holds where all that decides holds, and does not where one part does not", () => {
  const part = (verdict: Comparison["verdict"], decides = true, seeds = 3): Comparison => ({
    statement: `part that ${verdict}`,
    ...{ unit: "%", digits: 1, sides: [], expected: "above", threshold: 0, decides, verdict },
    pairs: Array.from({ length: seeds }, (_, seed) => ({ seed, value: 1 })),
  });
  expect(verdictOfAll([part("holds")])).toEqual({ verdict: "holds", reason: "its comparison holds" });
  expect(verdictOfAll([part("holds"), part("holds"), part("undecided", false)])).toEqual({
    verdict: "holds",
    reason: "all 2 comparisons hold",
  });
  expect(verdictOfAll([part("undecided"), part("does not hold"), part("holds")])).toEqual({
    verdict: "does not hold",
    reason: "not so: part that does not hold",
  });
  expect(verdictOfAll([part("holds"), part("undecided")])).toEqual({
    verdict: "undecided",
    reason: "the interval over 3 seeds includes 0: part that undecided",
  });
  expect(verdictOfAll([part("undecided", true, 1)]).reason).toBe("needs 2 seeds, has 1: part that undecided");
});
