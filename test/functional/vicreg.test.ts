// Oracle: the three terms by hand and in slow loops, central differences in float64.
import { expect, test } from "vitest";
import { vicregTerms } from "../../src/functional/index.ts";
import { add, mul, requireGradient, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { checkGradients, doubles } from "../nn/check-gradients.ts";
import { rowsOf } from "./points.ts";

test("by hand: two points in the plane", () => {
  const first = tensor([
    [0, 0],
    [1, 1],
  ]);
  const second = tensor([
    [0, 0],
    [3, 1],
  ]);
  const { invariance, variance, covariance } = vicregTerms(first, second);
  // VICReg Eq. (5): s(Z, Z′) = 1/n Σᵢ ‖zᵢ − z′ᵢ‖², here divided by d too: one of four elements differs by 2.
  expectClose(invariance, 1, {});
  // VICReg Eq. (1): v(Z) = 1/d Σⱼ max(0, γ − √(Var(zʲ) + ε)); variances ½ and ½, 4½ and ½, the last above 1.
  const short = 1 - Math.sqrt(0.5 + 1e-4);
  expectClose(variance, (short + short / 2) / 2, { rtol: 1e-5 });
  // VICReg Eq. (4): c(Z) = 1/d Σᵢ≠ⱼ C(Z)ᵢⱼ²; covariances ½ and 1½, each twice.
  expectClose(covariance, (2 * 0.25 + 2 * 2.25) / 2, { rtol: 1e-5 });
});

test("equals slow loops", () => {
  const [first, second] = [mul(doubles(1, [6, 3]), 0.7), mul(doubles(2, [6, 3]), 0.7)];
  const [a, b] = [rowsOf(first), rowsOf(second)];
  const axes = [0, 1, 2];
  const mean = (z: number[][], j: number) => z.reduce((sum, row) => sum + row[j]!, 0) / z.length;
  // VICReg Eq. (3): C(Z) = 1/(n − 1) Σᵢ (zᵢ − z̄)(zᵢ − z̄)ᵀ
  const covariance = (z: number[][], i: number, j: number) =>
    z.reduce((sum, row) => sum + (row[i]! - mean(z, i)) * (row[j]! - mean(z, j)), 0) / (z.length - 1);
  const v = (z: number[][]) =>
    axes.reduce((sum, j) => sum + Math.max(0, 1 - Math.sqrt(covariance(z, j, j) + 1e-4)), 0) / 3;
  const c = (z: number[][]) =>
    axes.reduce((sum, i) => sum + axes.reduce((all, j) => all + (i === j ? 0 : covariance(z, i, j) ** 2), 0), 0) / 3;
  const s = a.reduce((sum, row, i) => sum + row.reduce((all, x, j) => all + (x - b[i]![j]!) ** 2, 0), 0) / 18;
  const terms = vicregTerms(first, second);
  expectClose(terms.invariance, s, { rtol: 1e-9 });
  expectClose(terms.variance, (v(a) + v(b)) / 2, { rtol: 1e-9 });
  expectClose(terms.covariance, c(a) + c(b), { rtol: 1e-9 });
});

test("collapse costs all of the variance term and nothing else; a shift of both changes nothing", () => {
  const same = vicregTerms(tensor([[2], [2], [2]]), tensor([[2], [2], [2]]));
  expectClose(same.variance, 1 - 0.01, { rtol: 1e-6 });
  expectClose(same.invariance, 0, {});
  expectClose(same.covariance, 0, {});
  const [first, second] = [doubles(1, [6, 3]), doubles(2, [6, 3])];
  const [here, there] = [vicregTerms(first, second), vicregTerms(add(first, 5), add(second, 5))];
  for (const term of ["invariance", "variance", "covariance"] as const)
    expectClose(there[term], here[term], { rtol: 1e-9 });
});

test("each term has the gradient of its central differences", () => {
  const [first, second] = [doubles(1, [6, 3]), doubles(2, [6, 3])].map((x) => requireGradient(mul(x, 0.5))) as [
    ReturnType<typeof doubles>,
    ReturnType<typeof doubles>,
  ];
  for (const term of ["invariance", "variance", "covariance"] as const)
    checkGradients([first, second], () => vicregTerms(first, second)[term]);
});

test("other shapes are refused", () => {
  expect(() => vicregTerms(zeros([2, 3]), zeros([2, 4]))).toThrow("vicregTerms: first is [2, 3] but second is [2, 4]");
});
