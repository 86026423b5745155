// Oracle: torchvision 0.14's Resize(8) and CenterCrop(7) on a PIL image, which rounds to bytes after each axis.
import { expect, test } from "vitest";
import { centerCrop } from "../../src/augment/center-crop.ts";
import { narrow, randomKey } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { formulaImage } from "./pictures.ts";

// biome-ignore format: 7 × 7 pixels
const resizedThenCropped = [
  59, 79, 101, 120, 142, 162, 158, 173, 167, 77, 96, 130, 161, 171, 181, 194, 65, 53, 99, 142, 162,
  105, 109, 99, 151, 105, 109, 127, 168, 100, 82, 144, 178, 101, 92, 138, 116, 116, 138, 110, 101,
  137, 108, 144, 80, 123, 159, 73, 146,
];
const context = (size: number) => ({ ids: [0], key: randomKey(0), size });

test("12 × 16 pixels become torchvision's 7 × 7 within 1/255", () => {
  const crop = centerCrop({ fraction: 0.875 }).apply(formulaImage(12, 16), context(7));
  const red = narrow(crop, 1, 0, 1)
    .toNumbers()
    .map((value) => value * 255);
  expectClose(red, resizedThenCropped, { atol: 1 });
});

test("a square image at its own size is the image, bit for bit", () => {
  const image = formulaImage(8, 8);
  expect(centerCrop({ fraction: 1 }).apply(image, context(8)).toNumbers()).toEqual(image.toNumbers());
});

test("7/8 of 8 pixels at 7 are cut out without resampling, the odd pixel left over at the end", () => {
  const image = formulaImage(8, 8);
  const expected = narrow(narrow(image, 2, 0, 7), 3, 0, 7).toNumbers();
  expect(centerCrop({ fraction: 0.875 }).apply(image, context(7)).toNumbers()).toEqual(expected);
});
