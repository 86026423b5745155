// Oracle: hand-worked numbers.
import { expect, test } from "vitest";
import { momentumUpdate } from "../../src/functional/index.ts";
import { requireGradient, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

test("moves each parameter a little towards the other encoder's, in place", () => {
  const keys = [tensor([1, 2]), tensor([[10]])];
  const queries = [requireGradient(tensor([3, 4])), requireGradient(tensor([[0]]))];
  momentumUpdate(keys, queries, 0.9);
  expectClose(keys[0]!, [1.2, 2.2], { rtol: 1e-6 });
  expectClose(keys[1]!, [[9]], { rtol: 1e-6 });
  expect(keys[0]!.requiresGrad).toBe(false);
  expect(queries[0]!.toNumbers()).toEqual([3, 4]);
});

test("m = 1 freezes, m = 0 copies", () => {
  const keys = [tensor([1, 2])];
  momentumUpdate(keys, [tensor([3, 4])], 1);
  expect(keys[0]!.toNumbers()).toEqual([1, 2]);
  momentumUpdate(keys, [tensor([3, 4])], 0);
  expect(keys[0]!.toNumbers()).toEqual([3, 4]);
});

test("moves nothing where the parameters do not correspond", () => {
  const keys = [tensor([1, 2]), zeros([2, 2])];
  expect(() => momentumUpdate(keys, [tensor([3, 4]), zeros([2, 3])], 0.5)).toThrow(
    "momentumUpdate, parameter 1: key is [2, 2] but query is [2, 3]; the shapes must agree",
  );
  expect(() => momentumUpdate(keys, [tensor([3, 4])], 0.5)).toThrow("2 key parameters but 1 query parameters");
  expect(() => momentumUpdate(keys, keys, 1.01)).toThrow("momentum is 1.01; it must be in [0, 1]");
  expect(keys[0]!.toNumbers()).toEqual([1, 2]);
});
