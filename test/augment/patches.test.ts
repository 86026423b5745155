// Oracle: pixels that say where they are.
import { expect, test } from "vitest";
import { cutGrid, cutPatches } from "../../src/augment/patches.ts";
import { arange, reshape } from "../../src/tensor/index.ts";

// Pixel (y, x) of image b is 100 b + 10 y + x.
const images = reshape(arange(0, 200, { dtype: "float32" }), [2, 1, 10, 10]);

test("patches lie where they are asked for, part after part", () => {
  const places = [
    [
      { top: 0, left: 0 },
      { top: 8, left: 3 },
    ],
    [
      { top: 2, left: 5 },
      { top: 1, left: 1 },
    ],
  ];
  const made = cutPatches(images, places, 2);
  expect(made.shape).toEqual([4, 1, 2, 2]);
  expect(made.toNumbers()).toEqual([0, 1, 10, 11, 183, 184, 193, 194, 25, 26, 35, 36, 111, 112, 121, 122]);
});

test("a grid has the same places in every image", () => {
  const made = cutGrid(
    images,
    [
      { top: 0, left: 8 },
      { top: 4, left: 0 },
    ],
    1,
  );
  expect(made.toNumbers()).toEqual([8, 108, 40, 140]);
});
