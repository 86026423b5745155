// Oracle: hand-worked numbers.
import { expect, test } from "vitest";
import { toFloat } from "../../src/augment/to-float.ts";
import { fromTypedArray, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

test("planes are taken apart and bytes become [0, 1]", () => {
  const images = toFloat(fromTypedArray(Uint8Array.of(0, 51, 102, 153, 204, 255), [1, 1, 2, 3]));
  expect(images.dtype).toBe("float32");
  expectClose(images, [[[[0, 0.6]], [[0.2, 0.8]], [[0.4, 1]]]], { atol: 1e-7 });
});

test("other shapes and dtypes are refused by name", () => {
  expect(() => toFloat(tensor([[[[1, 2, 3]]]]))).toThrow("augment: images are float32 [1, 1, 1, 3]; expected uint8");
  expect(() => toFloat(fromTypedArray(new Uint8Array(12), [1, 3, 2, 2]))).toThrow("expected uint8 [B, H, W, 3]");
});
