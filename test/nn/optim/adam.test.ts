// Oracle: two steps worked by hand for each setting, the second with the opposite gradient.
import { expect, test } from "vitest";
import { type AdamOptions, adam } from "../../../src/nn/optim/adam.ts";
import { memoryUse } from "../../../src/tensor/index.ts";
import { expectClose } from "../../expect-close.ts";
import { parametersOf, stepWith } from "./made-gradients.ts";

function walk(options: AdamOptions): number[] {
  const parameters = parametersOf({ w: [2] });
  const optimizer = adam(parameters, options);
  return [1, -1].map((gradient) => {
    stepWith(optimizer, parameters, { w: [gradient] }, 0.1);
    return parameters.get("w")!.item();
  });
}

// Kingma & Ba Algorithm 1: m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  w ← w − lr m̂ / (√v̂ + ε)
test.each<[string, AdamOptions, number[]]>([
  // m̂ = v̂ = 1; then m = 0.09 − 0.1 = −0.01, m̂ = −0.01/0.19, v̂ = 0.001999/0.001999.
  ["plain", { weightDecay: 0, isDecoupled: false }, [1.9, 1.9 + 0.1 / 19]],
  // g = 1.2: again a step of lr; then g = −1 + 0.1 · 1.9 = −0.81, m = 0.108 − 0.081, v = 0.00143856 + 0.0006561.
  [
    "with decay in the gradient",
    { weightDecay: 0.1, isDecoupled: false },
    [1.9, 1.9 - (0.1 * (0.027 / 0.19)) / Math.sqrt(0.00209466 / 0.001999)],
  ],
  // 2 · 0.99 − 0.1; then 1.88 · 0.99 + 0.1/19.
  ["with decoupled decay", { weightDecay: 0.1, isDecoupled: true }, [1.88, 1.8612 + 0.1 / 19]],
  // β₁ = 0: m̂ is the gradient itself.
  ["without momentum", { weightDecay: 0, isDecoupled: false, betas: [0, 0.5] }, [1.9, 2]],
])("%s", (_, options, expected) => {
  expectClose(walk(options), expected, { atol: 1e-6 });
});

test("what has no gradient, and what `decays` turns down, stays; the state names every tensor", () => {
  const parameters = parametersOf({ weight: [[2, 4]], bias: [2] });
  const decays = (_: string, { shape }: { shape: readonly number[] }) => shape.length > 1;
  const optimizer = adam(parameters, { weightDecay: 0.5, isDecoupled: true, decays });
  stepWith(optimizer, parameters, { bias: [0] }, 0.1);
  expect(parameters.get("weight")!.toNumbers()).toEqual([2, 4]);
  expect(parameters.get("bias")!.toNumbers()).toEqual([2]);
  stepWith(optimizer, parameters, { weight: [[0, 0]] }, 0.1);
  expectClose(parameters.get("weight")!, [[1.9, 3.8]], { atol: 1e-6 });
  expect([...optimizer.state().keys()]).toEqual(["weight.mean", "bias.mean", "weight.square", "bias.square", "steps"]);
  expect(optimizer.state().get("steps")!.item()).toBe(2);
});

test("a step leaves nothing behind", () => {
  const parameters = parametersOf({ w: [2] });
  const optimizer = adam(parameters, { weightDecay: 0.1, isDecoupled: true });
  stepWith(optimizer, parameters, { w: [1] }, 0.1);
  const before = memoryUse().tensors;
  optimizer.step(0.1);
  expect(memoryUse().tensors).toBe(before);
});
