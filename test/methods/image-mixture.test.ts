// Oracle: blended pixels by hand, and the pixels of a box counted.
import { expect, test } from "vitest";
import { cutMix, mixup } from "../../src/methods/image-mixture.ts";
import { full, mul, ones, randomKey, tensor, zeros } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

test("mixup blends by one share, or by one for each image", () => {
  const [dark, bright] = [full([2, 1, 1, 2], 1), full([2, 1, 1, 2], 5)];
  expectClose(mixup(dark, bright, 0.75).toNumbers(), [2, 2, 2, 2], {});
  expectClose(mixup(dark, bright, tensor([1, 0.25], [2, 1, 1, 1])).toNumbers(), [1, 1, 4, 4], {});
});

test("CutMix puts one box of the others into all images, and says what share is left", () => {
  const boxes = Array.from({ length: 40 }, (_, seed) => {
    const { images, share } = cutMix(zeros([2, 3, 8, 6]), ones([2, 3, 8, 6]), 0.6, randomKey(seed));
    const pixels = images.toNumbers();
    const one = pixels.slice(0, 48);
    // The same box in each channel of each image.
    for (let plane = 0; plane < 6; plane++) expect(pixels.slice(48 * plane, 48 * (plane + 1))).toEqual(one);
    const covered = one.reduce((sum, value) => sum + value, 0);
    expect(share).toBeCloseTo(1 - covered / 48, 6);
    const rows = [0, 1, 2, 3, 4, 5, 6, 7].map((row) => one.slice(6 * row, 6 * row + 6));
    const lengths = new Set(rows.map((row) => row.join("")).filter((row) => row.includes("1")));
    expect(lengths.size).toBeLessThanOrEqual(1);
    return covered;
  });
  // Sides of 8 and 6 times √0.4 are 5 and 3 whole pixels; as in the authors' code each half is rounded down again.
  expect(Math.max(...boxes)).toBe(4 * 2);
  expect(Math.min(...boxes)).toBeLessThan(4 * 2);
});

test("nothing is cut for a share of 1, and all for a share of 0 where the box fits", () => {
  const images = mul(ones([1, 1, 4, 4]), 3);
  expect(cutMix(images, zeros([1, 1, 4, 4]), 1, randomKey(1))).toMatchObject({ share: 1 });
  const shares = Array.from({ length: 30 }, (_, seed) => cutMix(images, zeros([1, 1, 4, 4]), 0, randomKey(seed)).share);
  expect(Math.min(...shares)).toBe(0);
});
