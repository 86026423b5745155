// Oracle: torch's initial bounds, products worked by hand, central differences in float64.
import { describe, expect, test } from "vitest";
import { Linear, ZeroLinear } from "../../src/nn/linear.ts";
import { copy_, randomKey, requireGradient, tensor, withoutGradient } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles, inDoubles, weighted } from "./check-gradients.ts";

describe("a linear layer", () => {
  test("starts uniform in ±1/√in, weight and bias drawn apart", () => {
    const { weight, bias } = new Linear(25, 200, randomKey(1));
    for (const values of [weight.toNumbers(), bias!.toNumbers()]) {
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.2);
      expect(Math.max(...values)).toBeGreaterThan(0.19);
      expect(Math.min(...values)).toBeLessThan(-0.19);
      // The variance of U(−0.2, 0.2) is 0.2² / 3.
      expectClose(values.reduce((sum, value) => sum + value ** 2, 0) / values.length, 0.04 / 3, { rtol: 0.15 });
    }
    expect(weight.toNumbers().slice(0, 200)).not.toEqual(bias!.toNumbers());
  });

  test("computes x Wᵀ + b", () => {
    const layer = new Linear(2, 3, randomKey(1));
    withoutGradient(() => {
      copy_(layer.weight, tensor([1, 2, 0, -1, 3, 0], [3, 2]));
      copy_(layer.bias!, tensor([10, 20, 30]));
    });
    expect(layer.forward(tensor([1, 1, 2, 0], [2, 2])).toNumbers()).toEqual([13, 19, 33, 12, 20, 36]);
  });

  test("has no bias where none is asked for", () => {
    expect([...new Linear(2, 3, randomKey(1), { hasBias: false }).parameters().keys()]).toEqual(["weight"]);
  });

  test("has the gradient of its central differences", () => {
    const layer = inDoubles(new Linear(4, 3, randomKey(1)));
    const x = requireGradient(doubles(2, [5, 4]));
    checkGradients([x, layer.weight, layer.bias!], () => weighted(layer.forward(x)));
  });
});

test("a linear classifier starts at zero, all classes equally likely, and can be trained", () => {
  const classifier = new ZeroLinear(4, 3);
  expect(classifier.forward(tensor([[1, 2, 3, 4]])).toNumbers()).toEqual([0, 0, 0]);
  expect([...classifier.parameters().values()].map(({ shape, requiresGrad }) => [shape, requiresGrad])).toEqual([
    [[3, 4], true],
    [[3], true],
  ]);
});
