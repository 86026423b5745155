// Oracle: the running mean worked by hand.
import { expect, test } from "vitest";
import { ColorPrior } from "../../src/methods/color-prior.ts";
import { tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

test("starts uniform and moves by a hundredth towards what a batch shows; classes and shares are state", () => {
  const prior = new ColorPrior([
    [0, 0],
    [10, -20],
  ]);
  expect([...prior.state().keys()]).toEqual(["centers", "shares"]);
  expect(prior.centers.toNumbers()).toEqual([0, 0, 10, -20]);
  expectClose(prior.shares, [0.5, 0.5], {});
  prior.update(
    tensor([
      [1, 0],
      [0.5, 0.5],
    ]),
  );
  expectClose(prior.shares, [0.5 + 0.01 * 0.25, 0.5 - 0.01 * 0.25], { atol: 1e-7 });
});
