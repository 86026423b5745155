// Oracle: hand-worked products.
import { expect, test } from "vitest";
import { plainLogits } from "../../src/functional/plain-logits.ts";
import { tensor, zeros } from "../../src/tensor/index.ts";
import { booleans } from "./points.ts";

const [query, keys] = [
  tensor([
    [1, 0],
    [0.5, 0.5],
  ]),
  tensor([
    [1, 0],
    [0, 1],
    [-1, 0],
  ]),
];

test("multiplies every query with every key, and strikes out the excluded", () => {
  const exclude = booleans([
    [false, true, false],
    [true, false, false],
  ]);
  const { cosines, logits } = plainLogits("f", query, keys, exclude);
  expect(cosines.toNumbers()).toEqual([1, 0, -1, 0.5, 0.5, -0.5]);
  expect(logits.toNumbers()).toEqual([1, -Infinity, -1, -Infinity, 0.5, -0.5]);
});

test("names the shapes that do not fit", () => {
  expect(() => plainLogits("f", query, zeros([3, 5]), undefined)).toThrow(
    "f: query is [2, 2] but keys are [3, 5]; the last axis must agree",
  );
  expect(() => plainLogits("f", query, keys, zeros([2, 3]))).toThrow("exclude must be bool [2, 3]");
});
