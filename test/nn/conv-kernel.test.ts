// Oracle: libtorch's convolution in float64 on the same bfloat16 numbers.
import { describe, expect, test } from "vitest";
import {
  backward,
  call,
  contiguous,
  conv2d,
  convolution,
  gradientOf,
  mul,
  normal,
  randomKey,
  requireGradient,
  sumAll,
  type Tensor,
  to,
} from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

const drawn = (seed: number, shape: number[]) =>
  to(contiguous(normal(randomKey(seed), shape), { memoryFormat: "channels_last" }), "bfloat16");

/** Output, and gradients of x and weight for a loss that weighs every output by another number. */
function outcomeOf(forward: (x: Tensor, weight: Tensor) => Tensor, x: Tensor, weight: Tensor) {
  const [leafX, leafWeight] = [requireGradient(x), requireGradient(weight)];
  const y = forward(leafX, leafWeight);
  backward(sumAll(mul(to(y, "float64"), to(drawn(3, [...y.shape]), "float64"))));
  return { y, gradients: [gradientOf(leafX)!, gradientOf(leafWeight)!] };
}

// Without AVX-512 libtorch adds up products of bfloat16 numbers in bfloat16.
const isExact = (call("mochi::instruction_sets") as string[]).includes("avx512");

// Small outputs take the matrix product, the last two libtorch's gradient.
describe.skipIf(!isExact).each([
  { name: "3×3 on 4×4", inputs: 24, outputs: 16, side: [4, 4], kernel: 3, stride: 1, padding: 1 },
  { name: "3×3, stride 2, to 8×8", inputs: 8, outputs: 16, side: [16, 16], kernel: 3, stride: 2, padding: 1 },
  { name: "3×3, stride 2, odd and oblong", inputs: 5, outputs: 7, side: [9, 12], kernel: 3, stride: 2, padding: 1 },
  { name: "1×1, stride 2", inputs: 8, outputs: 16, side: [16, 16], kernel: 1, stride: 2, padding: 0 },
  { name: "5×5 without padding on 6×7", inputs: 3, outputs: 4, side: [6, 7], kernel: 5, stride: 1, padding: 0 },
  { name: "3×3 on 16×16", inputs: 8, outputs: 8, side: [16, 16], kernel: 3, stride: 1, padding: 1 },
  { name: "1×1 on 8×8", inputs: 8, outputs: 8, side: [8, 8], kernel: 1, stride: 1, padding: 0 },
])("a bfloat16 convolution $name", ({ inputs, outputs, side, kernel, stride, padding }) => {
  const drawnOperands = () => [drawn(1, [6, inputs, ...side]), drawn(2, [outputs, inputs, kernel, kernel])] as const;
  const own = outcomeOf((x, weight) => convolution(x, weight, stride, padding), ...drawnOperands());
  const [x, weight] = drawnOperands();
  const exact = outcomeOf(
    (input, filter) => conv2d(input, filter, undefined, stride, padding),
    to(x, "float64"),
    to(weight, "float64"),
  );

  test("has the output and the gradients of the exact one, within bfloat16", () => {
    expectClose(own.y.toNumbers(), exact.y.toNumbers(), { rtol: 0.01, atol: 0.05 });
    for (const [index, gradient] of own.gradients.entries()) {
      const expected = exact.gradients[index]!;
      expect(gradient.shape).toEqual(expected.shape);
      const largest = Math.max(...expected.toNumbers().map(Math.abs));
      expectClose(gradient.toNumbers(), expected.toNumbers(), { rtol: 0.01, atol: 0.01 * largest });
    }
  });
});

test.each([1, 3, 7])("a strided 1×1 convolution of %i channels has the exact gradients", (inputs) => {
  // Enough pixels for what is written past the end of a gradient to break the heap.
  const draw = (seed: number, shape: number[]) => to(drawn(seed, shape), "float32");
  const operands = () => [draw(1, [16, inputs, 15, 16]), draw(2, [8, inputs, 1, 1])] as const;
  const [x, weight] = operands();
  for (let round = 0; round < 20; round++) {
    const own = outcomeOf((input, filter) => convolution(input, filter, 2, 0), ...operands());
    const exact = outcomeOf(
      (input, filter) => conv2d(input, filter, undefined, 2, 0),
      to(x, "float64"),
      to(weight, "float64"),
    );
    expectClose(own.y.toNumbers(), exact.y.toNumbers(), { rtol: 1e-5, atol: 1e-5 });
    for (const [index, gradient] of own.gradients.entries())
      expectClose(gradient.toNumbers(), exact.gradients[index]!.toNumbers(), { rtol: 1e-4, atol: 1e-3 });
  }
});
