// Oracle: layers applied one by one in plain numbers, names and shapes counted by hand, central differences in float64.
import { expect, test } from "vitest";
import { ProjectionHead } from "../../src/nn/mlp-head.ts";
import { normal, randomKey, relu, requireGradient, type Tensor, t, tensor } from "../../src/tensor/index.ts";
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

test("three layers have a second hidden one, and batch norm behind the last where asked for", () => {
  const deep = { ...sizes, layers: 3, hasBatchNorm: true };
  const head = new ProjectionHead(4, { ...deep, outputNorm: "affine" }, randomKey(1));
  expect(shapes(head)).toEqual([
    "hidden.weight 5,4",
    "norm.weight 5",
    "norm.bias 5",
    "further.0.weight 5,5",
    "furtherNorms.0.weight 5",
    "furtherNorms.0.bias 5",
    "output.weight 3,5",
    "outputNorm.weight 3",
    "outputNorm.bias 3",
  ]);
  const x = normal(randomKey(2), [64, 4]);
  const active = (values: Tensor) => relu(values);
  const first = active(head.norm!.forward(head.hidden!.forward(x)));
  const second = active(head.furtherNorms[0]!.forward(head.further[0]!.forward(first)));
  expectClose(head.forward(x), head.outputNorm!.forward(head.output.forward(second)), { atol: 1e-5 });
  const columns = rowsOf(t(head.forward(x)));
  for (const column of columns) {
    const mean = column.reduce((sum, value) => sum + value, 0) / 64;
    expectClose(mean, 0, { atol: 1e-5 });
    expectClose(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 64, 1, { atol: 1e-3 });
  }
  // A plain output norm has nothing to train.
  const plain = new ProjectionHead(4, { ...deep, outputNorm: "plain" }, randomKey(1));
  expect(shapes(plain).slice(-1)).toEqual(["output.weight 3,5"]);
});

test.each([
  ["linear", { layers: 1, hasBatchNorm: false }],
  ["three layers with batch norm behind the last", { layers: 3, hasBatchNorm: true, outputNorm: "affine" as const }],
  ["perceptron", { layers: 2, hasBatchNorm: false }],
  ["perceptron with batch norm", { layers: 2, hasBatchNorm: true }],
])("the %s has the gradient of its central differences", (_, options) => {
  const head = inDoubles(new ProjectionHead(4, { ...sizes, ...options }, randomKey(1)));
  const x = requireGradient(doubles(2, [6, 4]));
  checkGradients([x, ...head.parameters().values()], () => weighted(head.forward(x)));
});
