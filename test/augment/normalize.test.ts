// Oracle: hand-worked numbers, and the way there and back.
import { expect, test } from "vitest";
import { cifarStatistics, denormalize, imageNetStatistics, normalize } from "../../src/augment/normalize.ts";
import { toFloat } from "../../src/augment/to-float.ts";
import { tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { idsTo, imageBytes } from "./pictures.ts";

test("each channel loses its mean and is divided by its deviation", () => {
  const normalized = normalize(tensor([0.485, 1, 0], [1, 3, 1, 1]), imageNetStatistics).toNumbers();
  expectClose(normalized, [0, (1 - 0.456) / 0.224, -0.406 / 0.225], { atol: 1e-6 });
});

test("bytes come back as they were", () => {
  const bytes = imageBytes(idsTo(3), 6, 5);
  const back = denormalize(normalize(toFloat(bytes), cifarStatistics), { statistics: cifarStatistics });
  expect(back.dtype).toBe("uint8");
  expect(back.shape).toEqual([3, 6, 5, 3]);
  expect(back.toNumbers()).toEqual(bytes.toNumbers());
});

test("what no byte can show is clamped", () => {
  const picture = denormalize(tensor([9, -9, 0], [1, 3, 1, 1]), { statistics: imageNetStatistics });
  expect(picture.toNumbers()).toEqual([255, 0, Math.round(0.406 * 255)]);
});
