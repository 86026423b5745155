// Oracle: which of three parameters have a gradient, known beforehand.
import { expect, test } from "vitest";
import { withGradients } from "../../../src/nn/optim/optimizer.ts";
import { backward, clearGradients, mul, sumAll } from "../../../src/tensor/index.ts";
import { parametersOf } from "./made-gradients.ts";

test("parameters with a gradient are handed over in order, each beside its own", () => {
  const parameters = parametersOf({ a: [1], b: [2], c: [3] });
  for (const name of ["c", "a"]) backward(sumAll(mul(parameters.get(name)!, name === "a" ? 10 : 30)));
  const seen: unknown[] = [];
  withGradients(parameters, ["c", "b", "a"], (present, weights, gradients) =>
    seen.push(present, ...[weights, gradients].map((list) => list.map((value) => value.item()))),
  );
  expect(seen).toEqual([
    ["c", "a"],
    [3, 1],
    [30, 10],
  ]);
});

test("nothing is called where no parameter has one", () => {
  const parameters = parametersOf({ a: [1] });
  backward(sumAll(parameters.get("a")!));
  clearGradients(parameters.values());
  withGradients(parameters, ["a"], () => expect.unreachable());
  expect([...parameters.keys()]).toEqual(["a"]);
});
