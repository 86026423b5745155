// Oracle: the covered pixels of small images, counted by hand.
import { expect, test } from "vitest";
import { coverSquares, cutout } from "../../src/augment/cutout.ts";
import { ones, randomKey, reshape, zeros } from "../../src/tensor/index.ts";
import { rowsOf } from "../functional/points.ts";
import { idsTo } from "./pictures.ts";

test("squares lie about their centres and end at the image's edge, in all channels", () => {
  const covered = coverSquares(zeros([2, 3, 4, 4]), [0.5, 0.5, 0, 1], 0.5);
  const [first, second] = [0, 1].map((image) => rowsOf(reshape(covered, [24, 4])).slice(image * 12, image * 12 + 12));
  const middle = [
    [0, 0, 0, 0],
    [0, 0.5, 0.5, 0],
    [0, 0.5, 0.5, 0],
    [0, 0, 0, 0],
  ];
  expect(first).toEqual([...middle, ...middle, ...middle]);
  const corner = [
    [0, 0, 0, 0.5],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  expect(second).toEqual([...corner, ...corner, ...corner]);
});

test("centres are drawn for each image, and the input stays as it is", () => {
  const images = ones([40, 3, 8, 8]);
  const made = cutout({ probability: 1, side: 0.5 }).apply(images, { ids: idsTo(40), key: randomKey(1), size: 8 });
  const pictures = Array.from({ length: 40 }, (_, image) => made.toNumbers().slice(image * 192, image * 192 + 64));
  expect(new Set(pictures.map(String)).size).toBeGreaterThan(25);
  const areas = pictures.map((picture) => picture.filter((pixel) => pixel === 0.5).length);
  expect(Math.max(...areas)).toBe(16);
  expect(Math.min(...areas)).toBeGreaterThanOrEqual(4);
  expect(Math.min(...images.toNumbers())).toBe(1);
});
