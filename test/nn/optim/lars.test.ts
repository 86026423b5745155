// Oracle: steps worked by hand from the rule g ← ∇w + λw, r = η‖w‖/‖g‖, v ← μv + rg, w ← w − lr·v.
import { expect, test } from "vitest";
import { lars } from "../../../src/nn/optim/lars.ts";
import { memoryUse } from "../../../src/tensor/index.ts";
import { expectClose } from "../../expect-close.ts";
import { parametersOf, stepWith } from "./made-gradients.ts";

test("the rate of a layer follows from the norms of its weights and gradient", () => {
  const parameters = parametersOf({ w: [[3, 4]] });
  const optimizer = lars(parameters, { momentum: 0.9, weightDecay: 0, trustCoefficient: 0.5 });
  // r = 0.5 · 5 / 5 = 0.5, v = (0, 2.5)
  stepWith(optimizer, parameters, { w: [[0, 5]] }, 0.1);
  expectClose(parameters.get("w")!, [[3, 3.75]], { atol: 1e-6 });
  // ‖w‖ = √(9 + 14.0625) = 4.802343, r = 0.4802343, v = (0, 2.25 + 2.4011717)
  stepWith(optimizer, parameters, { w: [[0, 5]] }, 0.1);
  expectClose(parameters.get("w")!, [[3, 3.75 - 0.46511717]], { atol: 1e-6 });
});

test("decay counts in the norm of the gradient", () => {
  const parameters = parametersOf({ w: [[3, 4]] });
  const optimizer = lars(parameters, { momentum: 0, weightDecay: 1, trustCoefficient: 0.5 });
  // g = (3, 9), r = 0.5 · 5 / √90 = 0.2635231
  stepWith(optimizer, parameters, { w: [[0, 5]] }, 0.1);
  expectClose(parameters.get("w")!, [[3 - 0.1 * 0.2635231 * 3, 4 - 0.1 * 0.2635231 * 9]], { atol: 1e-6 });
});

test("the trust coefficient is 0.001 unless given", () => {
  const parameters = parametersOf({ w: [[3, 4]] });
  stepWith(lars(parameters, { momentum: 0, weightDecay: 0 }), parameters, { w: [[0, 5]] }, 100);
  expectClose(parameters.get("w")!, [[3, 3.5]], { atol: 1e-5 });
});

test("norms and biases take plain momentum steps without decay", () => {
  const parameters = parametersOf({ bias: [3, 4] });
  const optimizer = lars(parameters, { momentum: 0.5, weightDecay: 1, trustCoefficient: 0.5 });
  stepWith(optimizer, parameters, { bias: [1, 0] }, 0.1);
  expectClose(parameters.get("bias")!, [2.9, 4], { atol: 1e-6 });
  stepWith(optimizer, parameters, { bias: [1, 0] }, 0.1);
  expectClose(parameters.get("bias")!, [2.75, 4], { atol: 1e-6 });
});

test("`adapts` decides instead where given", () => {
  const parameters = parametersOf({ bias: [3, 4] });
  const options = { momentum: 0, weightDecay: 0, trustCoefficient: 0.5, adapts: () => true };
  stepWith(lars(parameters, options), parameters, { bias: [0, 5] }, 0.1);
  expectClose(parameters.get("bias")!, [3, 3.75], { atol: 1e-6 });
});

test.each([
  ["weights of zero", [[0, 0]], [[0, 2]], [[0, -0.2]]],
  ["a gradient of zero", [[3, 4]], [[0, 0]], [[3, 4]]],
])("%s give the rate 1, not a division by zero", (_, w, gradient, expected) => {
  const parameters = parametersOf({ w });
  stepWith(lars(parameters, { momentum: 0, weightDecay: 0 }), parameters, { w: gradient }, 0.1);
  expectClose(parameters.get("w")!, expected, { atol: 1e-6 });
});

test("its state is the velocity of each parameter; those without a gradient stay; no tensors are left behind", () => {
  const parameters = parametersOf({ a: [1], b: [[3]] });
  const optimizer = lars(parameters, { momentum: 0.5, weightDecay: 0.1 });
  stepWith(optimizer, parameters, { a: [2] }, 0.1);
  expect(optimizer.state().get("a")!.toNumbers()).toEqual([2]);
  expect(optimizer.state().get("b")!.toNumbers()).toEqual([0]);
  expect(parameters.get("b")!.item()).toBe(3);
  const before = memoryUse();
  optimizer.step(0.1);
  expect(memoryUse()).toEqual(before);
});
