// Oracle: two steps worked by hand for each setting; the rule in float64.
import { expect, test } from "vitest";
import { parameter } from "../../../src/nn/module.ts";
import { type SgdOptions, sgd } from "../../../src/nn/optim/sgd.ts";
import {
  backward,
  clearGradients,
  contiguous,
  memoryUse,
  mul,
  normal,
  randomKey,
  sumAll,
  to,
} from "../../../src/tensor/index.ts";
import { expectClose } from "../../expect-close.ts";
import { parametersOf, stepWith } from "./made-gradients.ts";

function walk(options: SgdOptions): number[] {
  const parameters = parametersOf({ w: [2] });
  const optimizer = sgd(parameters, options);
  return [1, 1].map((gradient) => {
    stepWith(optimizer, parameters, { w: [gradient] }, 0.1);
    return parameters.get("w")!.item();
  });
}

test.each([
  // w ← 2 − 0.1, and once more.
  ["plain", { momentum: 0, weightDecay: 0 }, [1.9, 1.8]],
  // v = 1 (the gradient itself), then 0.5 + 1.
  ["with momentum", { momentum: 0.5, weightDecay: 0 }, [1.9, 1.75]],
  // g = 1 + 0.1 · 2 = 1.2; then 1 + 0.1 · 1.88 = 1.188.
  ["with decay", { momentum: 0, weightDecay: 0.1 }, [1.88, 1.7612]],
  // v = 1.2; then 0.6 + 1.188 = 1.788.
  ["with both", { momentum: 0.5, weightDecay: 0.1 }, [1.88, 1.7012]],
  // 1.2 + 0.5 · 1.2 = 1.8; then g = 1.182, v = 0.6 + 1.182 = 1.782, and 1.182 + 0.891 = 2.073.
  ["with both and Nesterov", { momentum: 0.5, weightDecay: 0.1, nesterov: true }, [1.82, 1.6127]],
])("%s", (_, options, expected) => {
  expectClose(walk(options), expected, { atol: 1e-6 });
});

test("decay spares the parameters that `decays` turns down", () => {
  const parameters = parametersOf({ weight: [[2, 4]], bias: [2] });
  const seen: string[] = [];
  const decays = (name: string, { shape }: { shape: readonly number[] }) => {
    seen.push(name);
    return shape.length > 1;
  };
  const optimizer = sgd(parameters, { momentum: 0.9, weightDecay: 0.5, decays });
  stepWith(optimizer, parameters, { weight: [[0, 0]], bias: [1] }, 0.1);
  expect(seen).toEqual(["weight", "bias"]);
  expectClose(parameters.get("weight")!, [[1.9, 3.8]], { atol: 1e-6 });
  expectClose(parameters.get("bias")!, [1.9], { atol: 1e-6 });
});

test("parameters without a gradient stay, velocity, decay and all", () => {
  const parameters = parametersOf({ a: [1], b: [1] });
  const optimizer = sgd(parameters, { momentum: 0.9, weightDecay: 0.5 });
  stepWith(optimizer, parameters, { a: [1], b: [1] }, 0.1);
  const before = [parameters.get("b")!.item(), optimizer.state().get("b")!.item()];
  stepWith(optimizer, parameters, { a: [1] }, 0.1);
  expect([parameters.get("b")!.item(), optimizer.state().get("b")!.item()]).toEqual(before);
  expect(parameters.get("a")!.item()).toBeLessThan(before[0]!);
});

test("its state is the velocity of each parameter, zero before the first step", () => {
  const parameters = parametersOf({ a: [1, 2], b: [[3]] });
  const optimizer = sgd(parameters, { momentum: 0.5, weightDecay: 0 });
  const state = () => Object.fromEntries([...optimizer.state()].map(([name, value]) => [name, value.toNumbers()]));
  expect(state()).toEqual({ a: [0, 0], b: [0] });
  stepWith(optimizer, parameters, { a: [1, -1], b: [[4]] }, 0.1);
  stepWith(optimizer, parameters, { a: [0, 0], b: [[1]] }, 0.1);
  expect(state()).toEqual({ a: [0.5, -0.5], b: [3] });
});

test("a step leaves no tensors behind", () => {
  const parameters = parametersOf({ a: [1, 2], b: [[3]] });
  const optimizer = sgd(parameters, { momentum: 0.5, weightDecay: 0.1, nesterov: true });
  stepWith(optimizer, parameters, { a: [1, -1] }, 0.1);
  const before = memoryUse();
  optimizer.step(0.1);
  expect(memoryUse()).toEqual(before);
});

test.each([
  ["float32", false],
  ["float32", true],
  ["float64", true],
] as const)(
  "every element of long and short parameters in any layout moves by the rule (%s, Nesterov %s)",
  (dtype, nesterov) => {
    const draw = (seed: number, shape: number[]) => to(normal(randomKey(seed), shape), dtype);
    const shapes = { long: [300, 200], images: [4, 3, 2, 2], short: [5] };
    const entries = Object.entries(shapes);
    const parameters = new Map(
      entries.map(([name, shape], index) => {
        const drawn = draw(index, shape);
        return [name, parameter(shape.length === 4 ? contiguous(drawn, { memoryFormat: "channels_last" }) : drawn)];
      }),
    );
    const optimizer = sgd(parameters, { momentum: 0.9, weightDecay: 0.01, nesterov });
    const expected = new Map(
      [...parameters].map(([name, { size }]) => [
        name,
        { w: parameters.get(name)!.toNumbers(), v: Array<number>(size).fill(0) },
      ]),
    );
    for (const step of [1, 2]) {
      clearGradients(parameters.values());
      const slopes = new Map(entries.map(([name, shape], index) => [name, draw(10 * step + index, shape)]));
      for (const [name, value] of parameters) backward(sumAll(mul(value, slopes.get(name)!)));
      optimizer.step(0.1);
      for (const [name, { w, v }] of expected)
        for (const [i, slope] of slopes.get(name)!.toNumbers().entries()) {
          const g = slope + 0.01 * w[i]!;
          v[i] = 0.9 * v[i]! + g;
          w[i] = w[i]! - 0.1 * (nesterov ? g + 0.9 * v[i]! : v[i]!);
        }
    }
    for (const [name, { w, v }] of expected) {
      expectClose(parameters.get(name)!.toNumbers(), w, { atol: 1e-6 });
      expectClose(optimizer.state().get(name)!.toNumbers(), v, { atol: 2e-6 });
    }
  },
);
