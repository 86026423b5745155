// Oracle: hand-worked numbers.
import { expect, test } from "vitest";
import { toFloat } from "../../src/augment/to-float.ts";
import { fromTypedArray } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

test("planes are taken apart and bytes become [0, 1]", () => {
  const images = toFloat(fromTypedArray(Uint8Array.of(0, 51, 102, 153, 204, 255), [1, 1, 2, 3]));
  expect(images.dtype).toBe("float32");
  expectClose(images, [[[[0, 0.6]], [[0.2, 0.8]], [[0.4, 1]]]], { atol: 1e-7 });
});
