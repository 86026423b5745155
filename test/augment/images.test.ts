// Oracle: offsets worked by hand, and the messages for what does not fit.
import { expect, test } from "vitest";
import { imagesOf } from "../../src/augment/images.ts";
import { fromTypedArray, tensor } from "../../src/tensor/index.ts";

const bytes = (...shape: number[]) => fromTypedArray(new Uint8Array(shape.reduce((a, b) => a * b)), shape);
const geometry = (...numbers: number[]) => BigInt64Array.from(numbers, BigInt);

test("images of one size lie one after the other", () => {
  const images = imagesOf(bytes(3, 4, 5, 3));
  expect(images.geometry).toEqual(geometry(0, 4, 5, 60, 4, 5, 120, 4, 5));
  expect(images).toMatchObject({ heights: [4, 4, 4], widths: [5, 5, 5], isUniform: true });
});

test("ragged images lie where their geometry says", () => {
  const images = imagesOf(bytes(100), geometry(40, 4, 5, 7, 1, 2));
  expect(images).toMatchObject({ heights: [4, 1], widths: [5, 2], isUniform: false });
});

test("other shapes and dtypes are refused", () => {
  expect(() => imagesOf(bytes(3, 4, 5))).toThrow("images are uint8 [3, 4, 5]; expected uint8 [B, H, W, 3]");
  expect(() => imagesOf(bytes(2, 3, 4, 5))).toThrow("expected uint8 [B, H, W, 3]");
  expect(() => imagesOf(tensor(Array(48).fill(0), [1, 4, 4, 3]))).toThrow("images are float32 [1, 4, 4, 3]");
  expect(() => imagesOf(bytes(2, 4, 4, 3), geometry(0, 4, 4))).toThrow("expected uint8 [bytes]");
  expect(() => imagesOf(bytes(48), geometry(0, 4))).toThrow("the geometry has 2 numbers; expected three an image");
});

test("images that reach beyond the bytes, or have no pixels, are refused", () => {
  const wrong =
    (...numbers: number[]) =>
    () =>
      imagesOf(bytes(60), geometry(...numbers));
  expect(wrong(0, 4, 5, 3, 4, 5)).toThrow("image 1 is 4 × 5 pixels at byte 3; expected it within the 60 bytes");
  expect(wrong(-3, 4, 5)).toThrow("image 0");
  expect(wrong(0, 0, 5)).toThrow("image 0 is 0 × 5 pixels");
  expect(wrong(0, 4, 5)).not.toThrow();
});
