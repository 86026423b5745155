// Oracle: medians worked by hand.
import { expect, test } from "vitest";
import { median, spreadOf } from "../../../src/experiment/bench/statistics.ts";

test("the median is the middle value, or the mean of the middle two; the order given stays", () => {
  const values = [5, 1, 9];
  expect(median(values)).toBe(5);
  expect(values).toEqual([5, 1, 9]);
  expect(median([10, 2, 4, 3])).toBe(3.5);
  expect(median([7])).toBe(7);
  expect(spreadOf([10, 2, 3])).toEqual({ median: 3, min: 2, max: 10 });
});
