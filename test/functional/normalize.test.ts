// Oracle: hand-worked numbers, and the property that lengths become one.
import { expect, test } from "vitest";
import { normalize } from "../../src/functional/index.ts";
import { gradients, mul, requireGradient, sumAll, tensor, to } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

test("divides each row by its length", () => {
  expectClose(
    normalize(
      tensor([
        [3, 4],
        [0, -2],
      ]),
    ),
    [
      [0.6, 0.8],
      [0, -1],
    ],
    { atol: 1e-7 },
  );
});

test("leaves a zero row zero, in value and gradient", () => {
  const x = requireGradient(tensor([[0, 0]]));
  const unit = normalize(x);
  expect(unit.toNumbers()).toEqual([0, 0]);
  expect(gradients(sumAll(unit), [x])[0]!.toNumbers().every(Number.isFinite)).toBe(true);
});

test("takes the norm of half precision in float32", () => {
  // In bfloat16, 1 + 2⁻⁸ is 1: the sum of many small squares would be lost.
  const x = to(tensor([[16, ...Array.from({ length: 255 }, () => 0.5)]]), "bfloat16");
  const unit = normalize(x);
  expect(unit.dtype).toBe("float32");
  expectClose(sumAll(mul(unit, unit)), 1, { atol: 1e-6 });
});
