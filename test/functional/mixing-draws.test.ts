// Oracle: the distributions the draws are declared to have, by their bounds, moments and counts.
import { expect, test } from "vitest";
import { drawMixing } from "../../src/functional/index.ts";
import { full, randomKey, tensor, to } from "../../src/tensor/index.ts";
import { rowsOf } from "./points.ts";

const counts = { hardest: 5, synthetic: 4000, syntheticWithQuery: 3000 };
const available = full([3, 1], 5, { dtype: "int64" });

test("i ≠ j, and every ordered pair is equally likely", () => {
  const { first, second } = drawMixing(randomKey(1), available, counts);
  const [i, j] = [first.toNumbers(), second.toNumbers()];
  const seen = new Map<string, number>();
  for (const [index, one] of i.entries()) {
    expect(one).not.toBe(j[index]);
    const pair = `${one},${j[index]}`;
    seen.set(pair, (seen.get(pair) ?? 0) + 1);
  }
  expect(seen.size).toBe(20);
  // 12,000 draws over 20 pairs: 600 ± 24.
  for (const count of seen.values()) expect(Math.abs(count - 600)).toBeLessThan(5 * 24);
});

test("α ~ U(0, 1), β ~ U(0, 0.5), and the query's partner uniform", () => {
  const { alpha, beta, withQuery } = drawMixing(randomKey(2), available, counts);
  const moments = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
  };
  const [a, b] = [moments(alpha.toNumbers()), moments(beta.toNumbers())];
  expect(Math.abs(a.mean - 0.5)).toBeLessThan(0.015);
  expect(Math.abs(a.variance - 1 / 12)).toBeLessThan(0.005);
  expect(Math.abs(b.mean - 0.25)).toBeLessThan(0.01);
  expect(Math.abs(b.variance - 1 / 48)).toBeLessThan(0.002);
  expect(Math.max(...beta.toNumbers())).toBeLessThan(0.5);
  const histogram = [0, 0, 0, 0, 0];
  for (const rank of withQuery.toNumbers()) histogram[rank]!++;
  // 9,000 draws over 5 ranks: 1,800 ± 38.
  for (const count of histogram) expect(Math.abs(count - 1800)).toBeLessThan(5 * 38);
});

test("queries draw independently of each other", () => {
  const rows = rowsOf(drawMixing(randomKey(3), available, counts).first);
  const equal = rows[0]!.filter((rank, column) => rank === rows[1]![column]).length;
  expect(Math.abs(equal - 800)).toBeLessThan(5 * 26);
});

test("the same key gives the same draws, another key others", () => {
  const draws = (seed: number) => drawMixing(randomKey(seed), available, counts).alpha.toNumbers();
  expect(draws(4)).toEqual(draws(4));
  expect(draws(4)).not.toEqual(draws(5));
});

test("draws from what is left; below two, ranks beyond it", () => {
  const left = to(tensor([[3], [2], [1], [0]]), "int64");
  const { first, second, withQuery } = drawMixing(randomKey(6), left, counts);
  const [i, j, partner] = [first, second, withQuery].map(rowsOf) as number[][][];
  for (const [row, most] of [3, 2].entries()) {
    expect(new Set([...i![row]!, ...j![row]!]).size).toBe(most);
    expect(Math.max(...i![row]!, ...j![row]!)).toBe(most - 1);
    expect(i![row]!.some((rank, column) => rank === j![row]![column])).toBe(false);
  }
  for (const [row, most] of [
    [2, 1],
    [3, 0],
  ] as const) {
    expect(i![row]!.every((rank, column) => Math.max(rank, j![row]![column]!) >= most)).toBe(true);
  }
  expect(new Set(partner![2]!)).toEqual(new Set([0]));
  expect(partner![3]!.every((rank) => rank >= 0)).toBe(true);
});
