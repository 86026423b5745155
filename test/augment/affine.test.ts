// Oracle: pixels moved by hand.
import { expect, test } from "vitest";
import { rotation, shear, shift, warp } from "../../src/augment/affine.ts";
import { tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

const picture = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((value) => value / 10);
const image = tensor([...picture, ...picture, ...picture], [1, 3, 3, 3]);
const moved = (...warps: Parameters<typeof warp>[1]) => warp(image, warps).toNumbers().slice(0, 9);

test("no warp changes nothing", () => {
  expectClose(moved(rotation(0)), picture, { atol: 1e-6 });
});

test("90° turn counter-clockwise", () => {
  expectClose(
    moved(rotation(90)),
    [3, 6, 9, 2, 5, 8, 1, 4, 7].map((value) => value / 10),
    { atol: 1e-6 },
  );
});

test("a shift by a third looks one pixel up to the right or below; grey comes in", () => {
  expectClose(moved(shift(1 / 3, "x")), [0.2, 0.3, 0.5, 0.5, 0.6, 0.5, 0.8, 0.9, 0.5], { atol: 1e-6 });
  expectClose(moved(shift(1 / 3, "y")), [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.5, 0.5, 0.5], { atol: 1e-6 });
});

test("a shear moves the outer rows, or columns, one pixel apart and the middle not at all", () => {
  expectClose(moved(shear(1, "x")), [0.5, 0.1, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9, 0.5], { atol: 1e-6 });
  expectClose(moved(shear(1, "y")), [0.5, 0.2, 0.6, 0.1, 0.5, 0.9, 0.4, 0.8, 0.5], { atol: 1e-6 });
});

test("every image has its own warp", () => {
  const two = tensor([...picture, ...picture], [2, 1, 3, 3]);
  const made = warp(two, [rotation(0), rotation(180)]).toNumbers();
  expectClose(made, [...picture, ...picture.toReversed()], { atol: 1e-6 });
  expect(made).toHaveLength(18);
});
