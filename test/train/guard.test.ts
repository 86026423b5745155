// Oracle: one bad number put into one tensor at a time, and the order in which a fault travels.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parameter } from "../../src/nn/module.ts";
import { readSafetensors } from "../../src/run/safetensors.ts";
import { backward, mul, sumAll, type Tensor, tensor, zeros } from "../../src/tensor/index.ts";
import { diagnose } from "../../src/train/guard.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";

const bad = { step: 7, loss: Number.NaN, gradientNorm: 1, ids: Int32Array.from([4, 2]) };
const good = () => zeros([2, 2]);
const ill = (value = Number.NaN) => tensor([0, value, 1]);

function diagnosed({
  view = good(),
  weight = good(),
  factor = good(),
}: {
  view?: Tensor;
  weight?: Tensor;
  factor?: Tensor;
}) {
  const folder = temporaryFolder();
  const trained = parameter(weight);
  backward(sumAll(mul(trained, factor)));
  const error = diagnose(folder, bad, {
    views: new Map([
      ["key", good()],
      ["query", view],
    ]),
    state: new Map([["line.weight", trained]]),
    parameters: new Map([["line.weight", trained]]),
  });
  return { folder, error };
}

test.each([
  ["view query", { view: ill() }],
  ["view query", { view: ill(Number.NEGATIVE_INFINITY), weight: ill(), factor: ill() }],
  ["line.weight", { weight: ill(), factor: zeros([3]) }],
  ["line.weight", { weight: ill(Number.POSITIVE_INFINITY), factor: ill() }],
  ["gradient of line.weight", { weight: zeros([3]), factor: ill() }],
  ["the loss itself (views, weights and gradients are finite)", {}],
])("%s is the first bad tensor", (name, tensors) => {
  const { error } = diagnosed(tensors);
  expect(error.code).toBe("not-finite");
  expect(error.message).toBe(`step 7: loss NaN, gradient norm 1; first bad tensor: ${name}`);
});

test("the evidence lies in diagnosis/: the step and the state, bad numbers and all", () => {
  const { folder, error } = diagnosed({ weight: ill(), factor: zeros([3]) });
  expect(error.where).toBe(join(folder, "diagnosis"));
  expect(error.remedy).toContain("--clip-gradient");
  const step = JSON.parse(readFileSync(join(folder, "diagnosis", "step.json"), "utf8"));
  expect(step).toEqual({ step: 7, loss: null, gradientNorm: 1, ids: [4, 2], firstBadTensor: "line.weight" });
  const { tensors, metadata } = readSafetensors(join(folder, "diagnosis", "state.safetensors"));
  expect(metadata).toEqual({ step: "7" });
  expect(Array.from(tensors.get("line.weight")!.values as Float32Array)).toEqual([0, Number.NaN, 1]);
});
