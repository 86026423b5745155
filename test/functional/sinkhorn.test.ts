// Oracle: row and column sums, the plain algorithm in a slow loop, and a split worked by hand.
import { expect, test } from "vitest";
import { sinkhorn } from "../../src/functional/index.ts";
import { add, all, amin, isfinite, matmul, mul, requireGradient, t, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { rowsOf, unitRows } from "./points.ts";

const scoresOf = (samples: number, prototypes: number) =>
  matmul(unitRows(1, samples, 5), t(unitRows(2, prototypes, 5)));
const sums = (rows: number[][]) => ({
  rows: rows.map((row) => row.reduce((sum, value) => sum + value, 0)),
  columns: rows[0]!.map((_, column) => rows.reduce((sum, row) => sum + row[column]!, 0)),
});

// SwAV Eq. (5): Q* = Diag(u) exp(CᵀZ / ε) Diag(v)
test("equals rounds of dividing exp(S/ε) by its column sums and row sums", () => {
  const scores = scoresOf(6, 4);
  let expected = rowsOf(scores).map((row) => row.map((score) => Math.exp(score / 0.3)));
  for (let round = 0; round < 3; round++) {
    const { columns } = sums(expected);
    expected = expected.map((row) => row.map((value, k) => value / columns[k]!));
    const { rows } = sums(expected);
    expected = expected.map((row, b) => row.map((value) => value / rows[b]!));
  }
  expectClose(sinkhorn(scores, { epsilon: 0.3, iterations: 3 }), expected, { rtol: 1e-4 });
});

test("rows sum to 1 at once, and columns to B/K after many rounds", () => {
  const scores = scoresOf(12, 4);
  const once = sums(rowsOf(sinkhorn(scores, { epsilon: 0.1, iterations: 1 })));
  expectClose(once.rows, Array(12).fill(1), { rtol: 1e-5 });
  const often = sums(rowsOf(sinkhorn(scores, { epsilon: 0.1, iterations: 200 })));
  expectClose(often.rows, Array(12).fill(1), { rtol: 1e-5 });
  expectClose(often.columns, Array(4).fill(3), { rtol: 1e-3 });
  expect(Math.max(...once.columns.map((sum) => Math.abs(sum - 3)))).toBeGreaterThan(0.05);
});

test("two samples that both like the first prototype, one of them less, are told apart", () => {
  const scores = tensor([
    [1, 0],
    [0.9, 0.8],
  ]);
  const codes = rowsOf(sinkhorn(scores, { epsilon: 0.3, iterations: 100 }));
  // Scaling rows and columns leaves q₁₁ q₂₂ / (q₁₂ q₂₁) = exp((1 − 0 − 0.9 + 0.8)/ε) as it is; evened out it is (q₁₁ / q₁₂)².
  const sharp = 1 / (1 + Math.exp(-0.9 / (2 * 0.3)));
  expectClose(
    codes,
    [
      [sharp, 1 - sharp],
      [1 - sharp, sharp],
    ],
    { atol: 1e-4 },
  );
});

test("a prototype that is bad for everybody gets its share all the same, and a small ε stays finite", () => {
  const scores = add(scoresOf(8, 4), tensor([0, 0, 0, -50]));
  const codes = sinkhorn(scores, { epsilon: 0.01, iterations: 50 });
  expect(all(isfinite(codes)).item()).toBe(1);
  expect(amin(codes, [0, 1]).item()).toBeGreaterThanOrEqual(0);
  expectClose(sums(rowsOf(codes)).columns[3]!, 2, { rtol: 0.05 });
});

test("no gradient passes", () => {
  const scores = requireGradient(scoresOf(4, 3));
  expect(sinkhorn(mul(scores, 2), { epsilon: 0.05, iterations: 3 }).requiresGrad).toBe(false);
});

test("other shapes and numbers are refused", () => {
  expect(() => sinkhorn(zeros([3]), { epsilon: 1, iterations: 1 })).toThrow("they must be [B, K]");
  expect(() => sinkhorn(zeros([3, 2]), { epsilon: 0, iterations: 1 })).toThrow("epsilon is 0");
  expect(() => sinkhorn(zeros([3, 2]), { epsilon: 1, iterations: 0 })).toThrow("iterations is 0");
});
