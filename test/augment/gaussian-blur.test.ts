// Oracle: the Gaussian itself, and torchvision 0.14's gaussian_blur away from the edges.
import { expect, test } from "vitest";
import { blur, gaussianBlur } from "../../src/augment/gaussian-blur.ts";
import { narrow, randomKey, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { formulaImage, idsTo } from "./pictures.ts";

/** One bright pixel in the middle of black, `[count, 3, side, side]`. */
function deltas(count: number, side: number) {
  const image = Array.from({ length: 3 * side * side }, (_, i) => Number(i % (side * side) === (side * side - 1) / 2));
  return tensor(Array(count).fill(image).flat(), [count, 3, side, side]);
}

test("a single bright pixel becomes each image's own Gaussian", () => {
  const [side, sigmas] = [33, [0.5, 1.3, 2]];
  const middle = (side - 1) / 2;
  const expected = sigmas.map((sigma) => {
    const bell = Array.from({ length: side }, (_, i) => Math.exp(-((i - middle) ** 2) / (2 * sigma * sigma)));
    const total = bell.reduce((a, b) => a + b) ** 2;
    const plane = bell.map((y) => bell.map((x) => (y * x) / total));
    return [plane, plane, plane];
  });
  // What lies beyond 4 sigma, where the kernel ends, is 6e-5 of the weight of an axis.
  expectClose(blur(deltas(3, side), sigmas), expected, { atol: 1e-4 });
});

test("a sigma of 0.1 leaves the image as it is", () => {
  const image = formulaImage(9, 9);
  expectClose(blur(image, [0.1]), image, { atol: 1e-6 });
});

test("the middle pixel at sigma 0.8 is torchvision's", () => {
  const row = narrow(narrow(blur(formulaImage(9, 9), [0.8]), 2, 4, 1), 1, 0, 1).toNumbers();
  expectClose(row[4]!, 0.62812, { atol: 5e-5 });
});

test("flat images stay flat up to the edges, on images that are not square too", () => {
  const flat = tensor(Array(3 * 5 * 9).fill(0.7), [1, 3, 5, 9]);
  expectClose(blur(flat, [2]), flat, { atol: 1e-6 });
});

test("at the edge the outermost pixel is repeated", () => {
  const image = tensor(Array(3).fill([1, 0, 0, 0, 0, 0, 0]).flat(), [1, 3, 1, 7]);
  const bell = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((x) => Math.exp((-x * x) / 2));
  const share = bell.slice(0, 5).reduce((a, b) => a + b) / bell.reduce((a, b) => a + b);
  expectClose(blur(image, [1]).toNumbers()[0]!, share, { atol: 1e-6 });
});

test("sigmas fill their range", () => {
  const count = 2000;
  const step = gaussianBlur({ probability: 1, sigma: [0.5, 1] });
  const blurred = step.apply(deltas(count, 9), { ids: idsTo(count), key: randomKey(2), size: 9 }).toNumbers();
  const peaks = idsTo(count).map((id) => blurred[id * 3 * 81 + 40]!);
  // The peak of a sampled Gaussian, by the sum of its bell.
  const peak = (sigma: number) => {
    let total = 0;
    for (let x = -8; x <= 8; x++) total += Math.exp((-x * x) / (2 * sigma * sigma));
    return 1 / total ** 2;
  };
  expect(Math.max(...peaks)).toBeLessThan(peak(0.5) + 1e-3);
  expect(Math.max(...peaks)).toBeGreaterThan(peak(0.502));
  expect(Math.min(...peaks)).toBeGreaterThan(peak(1) - 1e-3);
  expect(Math.min(...peaks)).toBeLessThan(peak(0.998));
});
