// Oracle: CIE Lab of the sRGB primaries, white and mid-grey as colour tables list them (D65, 2°).
import { expect, test } from "vitest";
import { lab, labRange, rgbToLab } from "../../src/augment/lab.ts";
import { randomKey, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";

const colors = [
  { rgb: [1, 0, 0], lab: [53.24, 80.09, 67.2] },
  { rgb: [0, 1, 0], lab: [87.73, -86.18, 83.18] },
  { rgb: [0, 0, 1], lab: [32.3, 79.2, -107.86] },
  { rgb: [1, 1, 1], lab: [100, 0, 0] },
  { rgb: [0, 0, 0], lab: [0, 0, 0] },
  { rgb: [0.5, 0.5, 0.5], lab: [53.39, 0, 0] },
];
const images = tensor(
  colors.flatMap(({ rgb }) => rgb),
  [6, 3, 1, 1],
);

test("the primaries, white, black and grey", () => {
  expectClose(
    rgbToLab(images),
    colors.map(({ lab }) => lab.map((value) => [[value]])),
    { atol: 0.02 },
  );
});

test("as views: lightness, the two colour axes, or all, scaled to what sRGB reaches", () => {
  const view = (channels: "L" | "ab" | "Lab") => lab(channels).apply(images, { ids: [], key: randomKey(0) }).images;
  expect([view("L").shape, view("ab").shape, view("Lab").shape]).toEqual([
    [6, 1, 1, 1],
    [6, 2, 1, 1],
    [6, 3, 1, 1],
  ]);
  expectClose(view("L").toNumbers(), [0.065, 0.755, -0.354, 1, -1, 0.068], { atol: 1e-3 });
  const ab = view("ab").toNumbers();
  // Green has the lowest a, blue the lowest b.
  expectClose([ab[2]!, ab[5]!], [-1, -1], { atol: 1e-3 });
  expect(Math.max(...ab)).toBeLessThanOrEqual(1);
  const all = view("Lab").toNumbers();
  expect(all[1]! * labRange.half[1] + labRange.center[1]).toBeCloseTo(80.09, 1);
});
