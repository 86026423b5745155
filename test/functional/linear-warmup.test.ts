// Oracle: hand-worked rates.
import { expect, test } from "vitest";
import { linearWarmup } from "../../src/functional/linear-warmup.ts";

test("reaches the base in its last step, or in the one after when it starts at zero", () => {
  const rates = (startsAtZero: boolean) =>
    [0, 1, 2, 3, 4].map((step) => linearWarmup(step, { base: 2, warmup: 4, startsAtZero }));
  expect(rates(false)).toEqual([0.5, 1, 1.5, 2, undefined]);
  expect(rates(true)).toEqual([0, 0.5, 1, 1.5, undefined]);
});

test("is over at once where there is none", () => {
  expect(linearWarmup(0, { base: 2 })).toBeUndefined();
});
