// Oracle: layers applied one by one in plain numbers, names and shapes counted by hand, central differences in float64.
import { expect, test } from "vitest";
import { ProjectionHead } from "../../src/nn/mlp-head.ts";
import { normal, randomKey, requireGradient, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf } from "../functional/points.ts";
import { checkGradients, doubles, inDoubles, weighted } from "./check-gradients.ts";

const sizes = { hidden: 5, outputs: 3 };
const shapes = (head: ProjectionHead) => [...head.parameters()].map(([name, { shape }]) => `${name} ${shape}`);

test("the perceptron is linear, ReLU, linear", () => {
  const head = new ProjectionHead(4, { ...sizes, layers: 2, hasBatchNorm: false }, randomKey(1));
  expect(shapes(head)).toEqual(["hidden.weight 5,4", "hidden.bias 5", "output.weight 3,5", "output.bias 3"]);
  const x = normal(randomKey(2), [6, 4]);
  const apply = (row: number[], { weight, bias }: { weight: number[][]; bias: number[] }) =>
    weight.map((weights, out) => weights.reduce((sum, w, axis) => sum + w * row[axis]!, bias[out]!));
  const of = (layer: "hidden" | "output") => ({
    weight: rowsOf(head[layer]!.weight),
    bias: head[layer]!.bias!.toNumbers(),
  });
  const expected = rowsOf(x).map((row) =>
    apply(
      apply(row, of("hidden")).map((value) => Math.max(0, value)),
      of("output"),
    ),
  );
  expectClose(rowsOf(head.forward(x)), expected, { atol: 1e-5 });
});

test("one layer is the output alone, whatever the hidden size", () => {
  const head = new ProjectionHead(4, { ...sizes, layers: 1, hasBatchNorm: true }, randomKey(1));
  expect(shapes(head)).toEqual(["output.weight 3,4", "output.bias 3"]);
  const x = normal(randomKey(2), [6, 4]);
  expect(head.forward(x).toNumbers()).toEqual(head.output.forward(x).toNumbers());
});

test("with batch norm the first layer has no bias, and the hidden units are normalised before the ReLU", () => {
  const head = new ProjectionHead(4, { ...sizes, layers: 2, hasBatchNorm: true }, randomKey(1));
  expect(shapes(head)).toEqual([
    "hidden.weight 5,4",
    "norm.weight 5",
    "norm.bias 5",
    "output.weight 3,5",
    "output.bias 3",
  ]);
  const x = normal(randomKey(2), [64, 4]);
  const normalised = head.norm!.forward(head.hidden!.forward(x)).toNumbers();
  const active = normalised.map((value) => Math.max(0, value));
  expectClose(head.forward(x), head.output.forward(tensor(active, [64, 5])), { atol: 1e-5 });
});

test.each([
  ["linear", { layers: 1, hasBatchNorm: false }],
  ["perceptron", { layers: 2, hasBatchNorm: false }],
  ["perceptron with batch norm", { layers: 2, hasBatchNorm: true }],
])("the %s has the gradient of its central differences", (_, options) => {
  const head = inDoubles(new ProjectionHead(4, { ...sizes, ...options }, randomKey(1)));
  const x = requireGradient(doubles(2, [6, 4]));
  checkGradients([x, ...head.parameters().values()], () => weighted(head.forward(x)));
});
