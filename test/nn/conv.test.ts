// Oracle: a convolution in plain loops, central differences in float64, and the moments of the published initialisation.
import { describe, expect, test } from "vitest";
import { Conv2d } from "../../src/nn/conv.ts";
import { normal, randomKey, requireGradient } from "../../src/tensor/index.ts";
import { native } from "../../src/tensor/native.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles, inDoubles, weighted } from "./check-gradients.ts";

function slowConvolution(x: number[], [channels, side]: [number, number], conv: Conv2d): number[] {
  const [outputs, , kernel] = conv.weight.shape as [number, number, number];
  const { stride, padding } = conv;
  const weight = conv.weight.toNumbers();
  const outSide = Math.floor((side + 2 * padding - kernel) / stride) + 1;
  const result: number[] = [];
  for (let o = 0; o < outputs; o++)
    for (let row = 0; row < outSide; row++)
      for (let column = 0; column < outSide; column++) {
        let sum = 0;
        for (let c = 0; c < channels; c++)
          for (let i = 0; i < kernel; i++)
            for (let j = 0; j < kernel; j++) {
              const [y, z] = [row * stride + i - padding, column * stride + j - padding];
              if (y < 0 || z < 0 || y >= side || z >= side) continue;
              sum += x[(c * side + y) * side + z]! * weight[((o * channels + c) * kernel + i) * kernel + j]!;
            }
        result.push(sum);
      }
  return result;
}

describe.each([
  ["3×3, padded", { kernel: 3, padding: 1 }],
  ["7×7, stride 2, padded", { kernel: 7, stride: 2, padding: 3 }],
  ["1×1, stride 2", { kernel: 1, stride: 2 }],
])("a convolution %s", (_, options) => {
  test("is a weighted sum over the window", () => {
    const conv = new Conv2d(2, 3, randomKey(1), options);
    const x = normal(randomKey(2), [1, 2, 8, 8]);
    expectClose(conv.forward(x).toNumbers(), slowConvolution(x.toNumbers(), [2, 8], conv), { atol: 1e-5 });
  });

  test("has the gradient of its central differences", () => {
    const conv = inDoubles(new Conv2d(2, 3, randomKey(1), options));
    const x = requireGradient(doubles(2, [2, 2, 8, 8]));
    checkGradients([x, conv.weight], () => weighted(conv.forward(x)));
  });
});

test("weights are normal with deviation √(2 / (out · k²)), in channels_last, and no bias", () => {
  const conv = new Conv2d(16, 64, randomKey(1), { kernel: 3 });
  const values = conv.weight.toNumbers();
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
  expectClose(deviation, Math.sqrt(2 / (64 * 9)), { rtol: 0.03 });
  expectClose(values.reduce((sum, value) => sum + value, 0) / values.length, 0, { atol: 0.003 });
  expect(native().strides(conv.weight.handle)).toEqual([16 * 9, 1, 3 * 16, 16]);
  expect([...conv.state().keys()]).toEqual(["weight"]);
});
