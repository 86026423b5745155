// Oracle: what photographs have in common: neighbours are alike, images differ, and all of the range is used.
import { expect, test } from "vitest";
import { madeImages } from "../../../../src/experiment/bench/cases/made-images.ts";

test("images differ, repeat, and are smooth but not flat", () => {
  const [height, width] = [40, 60];
  const images = madeImages(2, height, width);
  expect(images).toEqual(madeImages(2, height, width));
  const [first, second] = [images.subarray(0, height * width * 3), images.subarray(height * width * 3)];
  const difference = (a: Uint8Array, b: Uint8Array) => a.reduce((sum, x, i) => sum + Math.abs(x - b[i]!), 0) / a.length;
  expect(difference(first, second)).toBeGreaterThan(20);
  const neighbours = difference(first.subarray(0, -3), first.subarray(3));
  expect(neighbours).toBeGreaterThan(2);
  expect(neighbours).toBeLessThan(difference(first, second) / 1.5);
  const mean = first.reduce((sum, x) => sum + x, 0) / first.length;
  expect(Math.abs(mean - 128)).toBeLessThan(60);
  expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(100);
});
