// Oracle: what keyed draws promise (the same key the same draws, whatever else is drawn), and their moments.
import { describe, expect, test } from "vitest";
import {
  integers,
  normal,
  permutation,
  permutationTensor,
  randomKey,
  uniform,
  uniformMatrix,
  uniformRows,
} from "../../src/tensor/index.ts";

const key = randomKey(7);

function moments(values: ArrayLike<number>) {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  return { mean, variance };
}

describe("keys", () => {
  test("the same path gives the same key; another part, order or seed another", () => {
    const path = (seed: number, ...parts: (string | number)[]) =>
      parts.reduce((at, part) => at.fold(part), randomKey(seed)).seed();
    expect(path(1, "mixing", 3)).toBe(path(1, "mixing", 3));
    const seeds = [
      path(1, "mixing", 3),
      path(1, "mixing", 4),
      path(1, 3, "mixing"),
      path(1, "mixing"),
      path(1, "mixin", 3),
      path(2, "mixing", 3),
      path(2 ** 32 + 1, "mixing", 3),
      path(1, "mixing", 3 + 2 ** 32),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  test("folding and drawing leave a key as it was", () => {
    const before = key.seed();
    key.fold(1).uniform();
    uniform(key, [3]);
    expect(key.seed()).toBe(before);
  });

  test("neighbouring folds draw independently, in U(0, 1)", () => {
    const draws = Array.from({ length: 20_000 }, (_, index) => key.fold(index).uniform());
    const { mean, variance } = moments(draws);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.003);
    const next = moments(draws.slice(1).map((value, index) => (value - 0.5) * (draws[index]! - 0.5)));
    expect(Math.abs(next.mean)).toBeLessThan(0.003);
  });
});

describe("tensors of draws", () => {
  test("are the same for the same key, others for another", () => {
    for (const draw of [uniform, normal]) {
      expect(draw(key, [4, 5]).toNumbers()).toEqual(draw(key, [4, 5]).toNumbers());
      expect(draw(key, [4, 5]).toNumbers()).not.toEqual(draw(key.fold(1), [4, 5]).toNumbers());
    }
  });

  test("have the moments of their distributions", () => {
    const [u, z] = [moments(uniform(key, [50_000]).toNumbers()), moments(normal(key, [50_000]).toNumbers())];
    expect(Math.abs(u.mean - 0.5)).toBeLessThan(0.007);
    expect(Math.abs(u.variance - 1 / 12)).toBeLessThan(0.002);
    expect(Math.abs(z.mean)).toBeLessThan(0.025);
    expect(Math.abs(z.variance - 1)).toBeLessThan(0.035);
  });

  test("integers are whole, in range and all equally likely", () => {
    const draws = integers(key, 5, [10_000]);
    expect(draws.dtype).toBe("int64");
    const counts = [0, 0, 0, 0, 0];
    for (const value of draws.toNumbers()) counts[value]!++;
    // 2,000 ± 40 each.
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(5 * 40);
  });
});

describe("rows of draws", () => {
  const columns = 3;
  const rowOf = (draws: Float32Array, row: number) => draws.slice(row * columns, (row + 1) * columns);

  test("belong to the id, not to its place in the batch nor to its company", () => {
    const all = uniformRows(key, [10, 11, 12, 13], columns);
    const some = uniformRows(key, [13, 99, 10], columns);
    expect(rowOf(some, 0)).toEqual(rowOf(all, 3));
    expect(rowOf(some, 2)).toEqual(rowOf(all, 0));
    expect(rowOf(all, 0)).not.toEqual(rowOf(all, 1));
  });

  test("native code draws the same", () => {
    for (const at of [key, key.fold("other"), key.fold(2 ** 40)])
      expect(uniformMatrix(at, 3, 50).toNumbers()).toEqual([...uniformRows(at, [0, 1, 2], 50)]);
  });

  test("more columns leave the first ones as they are", () => {
    expect(uniformRows(key, [5], 8).slice(0, 3)).toEqual(uniformRows(key, [5], 3));
  });

  test("are uniform along ids and along columns", () => {
    const ids = Array.from({ length: 2000 }, (_, id) => id);
    const draws = uniformRows(key, ids, 10);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    for (let column = 0; column < 10; column++) {
      const { mean, variance } = moments(ids.map((id) => draws[id * 10 + column]!));
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.033);
      expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.01);
    }
  });
});

describe("permutations", () => {
  test.each([0, 1, 2, 100, 1000])("of %d are permutations", (count) => {
    const order = permutation(key, count);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
    expect(permutationTensor(key, count).toNumbers()).toEqual([...order]);
  });

  test("all orders of three are equally likely", () => {
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw++) {
      const order = permutation(key.fold(draw), 3).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 1,000 ± 29 each.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * 29);
  });
});
