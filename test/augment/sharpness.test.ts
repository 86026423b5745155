// Oracle: PIL's smoothing kernel (1 1 1 / 1 5 1 / 1 1 1) / 13 by hand on a single bright pixel.
import { test } from "vitest";
import { sharpen } from "../../src/augment/sharpness.ts";
import { tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

const plane = [0, 0, 0, 0, 0.5, 0, 0, 0, 0.13];
const image = tensor([plane, plane, plane].flat(), [1, 3, 3, 3]);
const middle = (factor: number) => sharpen(image, [factor]).toNumbers();

test("factor 0 smooths the middle pixel and leaves the edge, 1 leaves all, 2 goes as far the other way", () => {
  const smooth = (5 * 0.5 + 0.13) / 13;
  const expected = (value: number) => [0, 0, 0, 0, value, 0, 0, 0, 0.13];
  expectClose(middle(0).slice(0, 9), expected(smooth), { atol: 1e-6 });
  expectClose(middle(1).slice(9, 18), plane, { atol: 1e-6 });
  expectClose(middle(2).slice(18), expected(0.5 + (0.5 - smooth)), { atol: 1e-6 });
});
