// Oracle: CPC's own figures for CIFAR-10: 7 × 7 patches of 8 px, half of each shared with its neighbour.
import { expect, test } from "vitest";
import { patchGrid } from "../../src/augment/patch-grid.ts";
import { arange, randomKey, reshape } from "../../src/tensor/index.ts";

const context = { ids: [0, 1], key: randomKey(0) };

test("32 px give 7 × 7 patches of 8 px, 4 px apart, row by row", () => {
  const images = reshape(arange(0, 2 * 1024, { dtype: "float32" }), [2, 1, 32, 32]);
  const { images: made, targets } = patchGrid({ grid: 7, overlap: 0.5 }).apply(images, context);
  expect(made.shape).toEqual([98, 1, 8, 8]);
  expect(targets).toBeUndefined();
  const firsts = made.toNumbers().filter((_, at) => at % 64 === 0);
  // Part 8, row 1 and column 1 of the grid, is at (4, 4).
  expect(firsts[2 * 8]).toBe(4 * 32 + 4);
  expect(firsts[2 * 8 + 1]).toBe(1024 + 4 * 32 + 4);
  expect(firsts.at(-2)).toBe(24 * 32 + 24);
});

test("without overlap they lie side by side; one patch is the image", () => {
  const images = reshape(arange(0, 2 * 36, { dtype: "float32" }), [2, 1, 6, 6]);
  expect(patchGrid({ grid: 3, overlap: 0 }).apply(images, context).images.shape).toEqual([18, 1, 2, 2]);
  expect(patchGrid({ grid: 1, overlap: 0 }).apply(images, context).images.toNumbers()).toEqual(images.toNumbers());
});
