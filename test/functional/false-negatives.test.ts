// Oracle: shares counted by hand.
import { expect, test } from "vitest";
import { falseNegatives } from "../../src/functional/index.ts";
import { expectClose } from "../expect-close.ts";
import { integersOf } from "./points.ts";

const keyLabels = integersOf([0, 0, 1, 1]);
const queryLabels = integersOf([0, 1]);
const hardestIndices = integersOf([
  [0, 2, 1],
  [1, 3, 2],
]);

test("counts the query's class among the k hardest", () => {
  const { top } = falseNegatives({ hardestIndices }, { queryLabels, keyLabels, top: [1, 2, 3] });
  expectClose(top, [50, 50, 400 / 6], { rtol: 1e-9 });
});

test("counts mixes by one parent and by both", () => {
  const { mixedAny, mixedBoth, queryMixed } = falseNegatives(
    {
      hardestIndices,
      first: integersOf([
        [0, 0],
        [1, 3],
      ]),
      second: integersOf([
        [1, 2],
        [0, 2],
      ]),
      withQuery: integersOf([[0], [1]]),
    },
    { queryLabels, keyLabels, top: [] },
  );
  expectClose([mixedAny, mixedBoth, queryMixed], [75, 50, 50], { rtol: 1e-9 });
});

test("does not count places that are empty", () => {
  const found = falseNegatives(
    {
      hardestIndices: integersOf([
        [0, -1, -1],
        [3, 0, -1],
      ]),
      first: integersOf([[0], [3]]),
      second: integersOf([[-1], [2]]),
    },
    { queryLabels, keyLabels, top: [3] },
  );
  expectClose(found.top, [200 / 3], { rtol: 1e-9 });
  expect(found.mixedBoth).toBe(100);
  expect(found.queryMixed).toBeNaN();
});

test("refuses more of the hardest than there are, and labels that do not fit", () => {
  expect(() => falseNegatives({ hardestIndices }, { queryLabels, keyLabels, top: [4] })).toThrow(
    "top is 4; it must be in 1 … 3",
  );
  expect(() => falseNegatives({ hardestIndices }, { queryLabels: keyLabels, keyLabels, top: [] })).toThrow(
    "hardestIndices are [2, 3], queryLabels are [4] but keyLabels are [4]",
  );
});
