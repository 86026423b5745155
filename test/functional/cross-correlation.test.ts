// Oracle: correlations by hand and in a slow loop, central differences in float64.
import { expect, test } from "vitest";
import { crossCorrelation, redundancyReduction } from "../../src/functional/index.ts";
import { add, mul, requireGradient, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles, weighted } from "../nn/check-gradients.ts";
import { rowsOf } from "./points.ts";

// Barlow-Twins Eq. (2): Cᵢⱼ = Σ_b zᴬ_bi zᴮ_bj / ( √Σ_b (zᴬ_bi)² √Σ_b (zᴮ_bj)² ), columns centred
test("1 along a dimension, −1 against it, 0 across independent ones", () => {
  const first = tensor([
    [0, 1],
    [0, -1],
    [2, 1],
    [2, -1],
  ]);
  const second = mul(first, tensor([3, -5]));
  expectClose(
    crossCorrelation(first, second),
    [
      [1, 0],
      [0, -1],
    ],
    { atol: 1e-4 },
  );
});

test("equals the loop over images of centred columns", () => {
  const [first, second] = [doubles(1, [7, 3]), doubles(2, [7, 3])];
  const column = (rows: number[][], j: number) => {
    const values = rows.map((row) => row[j]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [a, b] = [rowsOf(first), rowsOf(second)];
  const expected = [0, 1, 2].map((i) =>
    [0, 1, 2].map((j) => {
      const [x, y] = [column(a, i), column(b, j)];
      return x.reduce((sum, value, row) => sum + value * y[row]!, 0) / (Math.hypot(...x) * Math.hypot(...y));
    }),
  );
  expectClose(crossCorrelation(first, second), expected, { atol: 1e-4 });
});

test("does not see shift or scale of either embedding", () => {
  const [first, second] = [doubles(1, [7, 3]), doubles(2, [7, 3])];
  const moved = add(mul(second, 40), 3);
  expectClose(crossCorrelation(first, moved), crossCorrelation(first, second), { atol: 1e-4 });
});

// Barlow-Twins Eq. (1): L = Σᵢ (1 − Cᵢᵢ)² + λ Σᵢ Σⱼ≠ᵢ Cᵢⱼ²
test("the loss by hand: (1 − 0.5)² + (1 + 0.2)² + λ (0.3² + 0.4²)", () => {
  const correlation = tensor([
    [0.5, 0.3],
    [-0.4, -0.2],
  ]);
  expectClose(redundancyReduction(correlation, { offDiagonal: 0.1 }), 0.25 + 1.44 + 0.1 * (0.09 + 0.16), {
    rtol: 1e-6,
  });
});

test("both have the gradients of their central differences", () => {
  const [first, second] = [requireGradient(doubles(1, [6, 4])), requireGradient(doubles(2, [6, 4]))];
  checkGradients([first, second], () => weighted(crossCorrelation(first, second)));
  checkGradients([first, second], () => redundancyReduction(crossCorrelation(first, second), { offDiagonal: 0.3 }));
});

test("other shapes are refused", () => {
  expect(() => crossCorrelation(zeros([2, 3]), zeros([2, 4]))).toThrow(
    "crossCorrelation: first is [2, 3] but second is [2, 4]; both must be [B, d]",
  );
  expect(() => redundancyReduction(zeros([2, 3]), { offDiagonal: 1 })).toThrow("it must be [d, d]");
});
