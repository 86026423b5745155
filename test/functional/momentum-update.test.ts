// Oracle: hand-worked numbers; the same formula in float64.
import { expect, test } from "vitest";
import { momentumUpdate } from "../../src/functional/index.ts";
import {
  contiguous,
  normal,
  randomKey,
  requireGradient,
  type Tensor,
  tensor,
  to,
  zeros,
} from "../../src/tensor/index.ts";
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

test.each(["float32", "float64"] as const)(
  "long and short parameters in any layout follow by the same formula (%s)",
  (dtype) => {
    const draw = (seed: number, shape: number[]) => to(normal(randomKey(seed), shape), dtype);
    const channelsLast = (x: Tensor) => contiguous(x, { memoryFormat: "channels_last" });
    const keys = [
      draw(1, [300, 200]),
      channelsLast(draw(2, [4, 3, 2, 2])),
      channelsLast(draw(3, [4, 3, 2, 2])),
      draw(4, [5]),
    ];
    const queries = [draw(5, [300, 200]), channelsLast(draw(6, [4, 3, 2, 2])), draw(7, [4, 3, 2, 2]), draw(8, [5])];
    // With and without a pair whose layouts differ.
    for (const chosen of [
      [0, 1, 3],
      [0, 1, 2, 3],
    ]) {
      const [moved, targets] = [chosen.map((index) => keys[index]!), chosen.map((index) => queries[index]!)];
      const expected = moved.map((key, index) => {
        const query = targets[index]!.toNumbers();
        return key.toNumbers().map((value, element) => 0.99 * value + 0.01 * query[element]!);
      });
      momentumUpdate(moved, targets, 0.99);
      for (const [index, key] of moved.entries()) expectClose(key.toNumbers(), expected[index]!, { atol: 1e-6 });
    }
  },
);
