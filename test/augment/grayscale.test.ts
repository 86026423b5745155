// Oracle: torchvision 0.14's rgb_to_grayscale.
import { expect, test } from "vitest";
import { grayscale, luma } from "../../src/augment/grayscale.ts";
import { randomKey } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { colorImages } from "./pictures.ts";

const expected = [0.2989, 0.40865, 0.84998, 0.51469, 0.25096, 0, 0.34644, 0.9999];

test("luma of eight colours is torchvision's", () => {
  expectClose(luma(colorImages(1)).toNumbers(), expected, { atol: 1e-5 });
});

test("a greyscale image has its luma in all three channels", () => {
  const gray = grayscale({ probability: 1 }).apply(colorImages(1), { ids: [0], key: randomKey(0), size: 4 });
  expect(gray.shape).toEqual([1, 3, 2, 4]);
  expectClose(gray.toNumbers(), [...expected, ...expected, ...expected], { atol: 1e-5 });
});
