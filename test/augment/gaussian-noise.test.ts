// Oracle: mean and deviation of many draws, and an image's noise in another batch.
import { expect, test } from "vitest";
import { gaussianNoise } from "../../src/augment/gaussian-noise.ts";
import { full, randomKey } from "../../src/tensor/index.ts";

const noisy = (ids: number[], deviation: number) =>
  gaussianNoise({ probability: 1, deviation })
    .apply(full([ids.length, 3, 32, 32], 0.5, { dtype: "float32" }), { ids, key: randomKey(3), size: 32 })
    .toNumbers();

test("has mean 0 and the deviation asked for", () => {
  const noise = noisy([0, 1, 2, 3], 0.1).map((value) => value - 0.5);
  const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
  const deviation = Math.sqrt(noise.reduce((sum, value) => sum + value ** 2, 0) / noise.length);
  expect(Math.abs(mean)).toBeLessThan((4 * 0.1) / Math.sqrt(noise.length));
  expect(deviation).toBeCloseTo(0.1, 2);
});

test("stays within [0, 1]", () => {
  const values = noisy([0], 3);
  expect([Math.min(...values), Math.max(...values)]).toEqual([0, 1]);
});

test("is an image's own, whatever the batch", () => {
  const pixels = 3 * 32 * 32;
  expect(noisy([9, 4, 7], 0.1).slice(pixels, 2 * pixels)).toEqual(noisy([4], 0.1));
  expect(noisy([4], 0.1)).not.toEqual(noisy([5], 0.1));
});
