// Oracle: means and shares worked out by hand.
import { expect, test } from "vitest";
import { meanOfNumbers, numbersOf } from "../../src/analyze/look-numbers.ts";

const look = {
  hits: [1, 0, 0, 0],
  hitsReal: [1, 1, 0, 0],
  top: 3,
  probability: [0.5, 0.25, 0.123456789],
  probabilitySquare: [0.3, 0.1, 0.02],
  syntheticProbability: [],
  weight: [0.5, 1, 0, 0.5],
  topWeight: [0.25, 1, 0, 0.25],
  syntheticWeight: [0, 0, 0, 0],
};

test("shares are of the summed weights, probabilities at the ranks there are", () => {
  expect(numbersOf(look)).toEqual({
    proxyTop1: 0.25,
    proxyTop1Real: 0.5,
    top: 3,
    probability: [0.5, 0.25, 0.12346],
    topGradientShare: 0.75,
  });
});

test("synthetic and false ones are there where there are any", () => {
  const numbers = numbersOf({
    ...look,
    syntheticProbability: [0.2],
    syntheticWeight: [0.25, 0, 0, 0.25],
    falseTop: [0.5, Number.NaN, 0.25, 0.75],
    falseBase: [0.1, 0.1, 0.1, 0.1],
    falsePairs: [Number.NaN],
    falseWithQuery: [0, 0.5],
  });
  expect(numbers).toMatchObject({
    syntheticProbability: [0.2],
    syntheticGradientShare: 0.25,
    falseTop: 0.5,
    falseBase: 0.1,
  });
  expect(numbers.falseWithQuery).toBe(0.25);
  expect(numbers.falsePairs).toBeUndefined();
});

test("what is no number takes no part in a mean", () => {
  expect(meanOfNumbers([1, Number.NaN, 3])).toBe(2);
  expect(meanOfNumbers([Number.NaN])).toBeNaN();
});
