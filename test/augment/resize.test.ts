// Oracle: torchvision 0.14's resized_crop on float tensors with antialias=True; weights worked by hand.
import { expect, test } from "vitest";
import { interpolation, resizeBoxes } from "../../src/augment/resize.ts";
import { narrow, sum } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { formulaImage } from "./pictures.ts";

const box = (top: number, left: number, height: number, width: number) => ({
  rows: { start: top, length: height },
  columns: { start: left, length: width },
});

// biome-ignore format: 6 × 6 and 4 × 4 pictures
const shrunkAndStretched = [
  0.7098, 0.78922, 0.87745, 0.54739, 0.05, 0.12941, 0.18039, 0.27451, 0.37908, 0.48366, 0.58824, 0.68235,
  0.9451, 0.30098, 0.17092, 0.29183, 0.41275, 0.52157, 0.99608, 0.36667, 0.25294, 0.3902, 0.52745, 0.65098,
  0.33333, 0.47157, 0.62516, 0.77876, 0.68137, 0.06667, 0.96471, 0.36471, 0.28366, 0.45359, 0.62353, 0.77647,
];
// biome-ignore format: as above
const shrunk = [
  0.53958, 0.67169, 0.43779, 0.30846, 0.56373, 0.22596, 0.39016, 0.55436,
  0.64444, 0.33972, 0.53696, 0.48322, 0.62022, 0.37896, 0.60829, 0.55527,
];

test("a box of 6 × 5 pixels becomes torchvision's 4 × 4 and 6 × 6", () => {
  const image = formulaImage(8, 8);
  const green = (size: number) => narrow(resizeBoxes(image, [box(1, 2, 6, 5)], size), 1, 1, 1).toNumbers();
  expectClose(green(4), shrunk, { atol: 1e-5 });
  expectClose(green(6), shrunkAndStretched, { atol: 1e-5 });
});

test("the whole image at its own size is the image, bit for bit", () => {
  const image = formulaImage(8, 8);
  expect(resizeBoxes(image, [box(0, 0, 8, 8)], 8).toNumbers()).toEqual(image.toNumbers());
});

test("a box at the image's own scale is cut out, bit for bit", () => {
  const image = formulaImage(8, 8);
  const expected = narrow(narrow(image, 2, 3, 4), 3, 1, 4).toNumbers();
  expect(resizeBoxes(image, [box(3, 1, 4, 4)], 4).toNumbers()).toEqual(expected);
});

test("doubling mixes three quarters of the nearer pixel and a quarter of the other, the edge alone", () => {
  const weights = interpolation([{ start: 1, length: 2 }], 4, 4, "box").toNumbers();
  // biome-ignore format: a matrix
  expectClose(weights, [0, 1, 0, 0,  0, 0.75, 0.25, 0,  0, 0.25, 0.75, 0,  0, 0, 1, 0], { atol: 1e-7 });
});

test("halving spreads a triangle over four pixels", () => {
  const weights = narrow(interpolation([{ start: 0, length: 8 }], 8, 4, "box"), 1, 1, 1).toNumbers();
  expectClose(weights, [0, 0.125, 0.375, 0.375, 0.125, 0, 0, 0], { atol: 1e-7 });
});

test("pixels outside a box count only where the image is seen", () => {
  const weights = (sees: "box" | "image") =>
    narrow(interpolation([{ start: 2, length: 4 }], 8, 2, sees), 1, 0, 1).toNumbers();
  expectClose(weights("box"), [0, 0, 3 / 7, 3 / 7, 1 / 7, 0, 0, 0], { atol: 1e-7 });
  expectClose(weights("image"), [0, 0.125, 0.375, 0.375, 0.125, 0, 0, 0], { atol: 1e-7 });
});

test("weights of every output pixel sum to 1", () => {
  for (const output of [1, 3, 7, 16, 40])
    expectClose(
      sum(interpolation([{ start: 2, length: 11 }], 16, output, "box"), [2]).toNumbers(),
      Array(output).fill(1),
      { atol: 1e-6 },
    );
});
