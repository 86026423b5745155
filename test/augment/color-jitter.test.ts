// Oracle: torchvision 0.14's adjust_brightness, adjust_contrast, adjust_saturation and adjust_hue on float tensors.
import { expect, test } from "vitest";
import { type ColorChanges, type ColorPart, changeColors, colorJitter } from "../../src/augment/color-jitter.ts";
import { mean, randomKey, type Tensor, tensor, uniform, uniformRows } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { colorImages, idsTo } from "./pictures.ts";

const neutral = { brightness: [1], contrast: [1], saturation: [1], hue: [0] };
const changed = (values: Partial<Record<ColorPart, number>>, order: ColorPart[], images = colorImages(1)): Tensor =>
  changeColors(images, {
    ...neutral,
    ...Object.fromEntries(Object.entries(values).map(([part, value]) => [part, [value]])),
    order: [order],
  });

// biome-ignore format: red, green and blue of eight colours
const single: [ColorPart, number, number[]][] = [
  ["brightness", 1.3, [
    1, 0, 1, 0.06118, 0.32627, 0, 0.91765, 1, 0, 0.65255, 1, 1, 0.32627, 0, 0.10196, 1,
    0, 1, 0.05098, 0.45882, 0.32627, 0, 1, 1]],
  ["brightness", 0.6, [
    0.6, 0, 0.58824, 0.02824, 0.15059, 0, 0.42353, 0.6, 0, 0.30118, 0.56471, 0.47059, 0.15059, 0, 0.04706, 0.6,
    0, 0.6, 0.02353, 0.21176, 0.15059, 0, 0.47059, 0.6]],
  ["contrast", 1.4, [
    1, 0, 1, 0, 0.1679, 0, 0.80476, 1, 0, 0.51927, 1, 0.91456, 0.1679, 0, 0, 1,
    0, 1, 0, 0.31064, 0.1679, 0, 0.91456, 1]],
  ["contrast", 0.5, [
    0.72934, 0.22934, 0.71954, 0.25287, 0.35484, 0.22934, 0.58229, 0.72934,
    0.22934, 0.48033, 0.69993, 0.6215, 0.35484, 0.22934, 0.26856, 0.72934,
    0.22934, 0.72934, 0.24895, 0.40582, 0.35484, 0.22934, 0.6215, 0.72934]],
  ["saturation", 1.5, [
    1, 0, 1, 0, 0.25099, 0, 0.8856, 1, 0, 0.54862, 0.98677, 0.91912, 0.25099, 0, 0, 1,
    0, 1, 0, 0.27207, 0.25099, 0, 1, 1]],
  ["saturation", 0.3, [
    0.50923, 0.28606, 0.8891, 0.3744, 0.25096, 0, 0.45427, 0.99993,
    0.20923, 0.43664, 0.87734, 0.59558, 0.25096, 0, 0.26604, 0.99993,
    0.20923, 0.58606, 0.60675, 0.46617, 0.25096, 0, 0.4778, 0.99993]],
];
const all = { brightness: 1.3, contrast: 0.6, saturation: 1.4, hue: 0.1 };
// biome-ignore format: as above
const inOrder = [
  0.97425, 0.08669, 0.35367, 0.09955, 0.40176, 0.20598, 0.93843, 0.80601,
  0.63825, 0.13083, 0.83197, 0.86958, 0.40176, 0.20598, 0.18408, 0.80601,
  0.13425, 0.92669, 0.0348, 0.88816, 0.40176, 0.20598, 0.555, 0.80601,
];
// biome-ignore format: as above
const reversed = [
  1, 0.30075, 0.51179, 0.2384, 0.43418, 0.2384, 0.99174, 1,
  0.69046, 0.2384, 1, 0.90897, 0.43418, 0.2384, 0.2384, 1,
  0.2384, 1, 0.2384, 0.92096, 0.43418, 0.2384, 0.6149, 1,
];

test.each(single)("%s by %f is torchvision's", (part, factor, expected) => {
  expectClose(changed({ [part]: factor }, [part]).toNumbers(), expected, { atol: 1e-5 });
});

test("the order of the four parts matters, and is each image's own", () => {
  const [forth, back]: [ColorPart[], ColorPart[]] = [
    ["brightness", "contrast", "saturation", "hue"],
    ["hue", "saturation", "contrast", "brightness"],
  ];
  expectClose(changed(all, forth).toNumbers(), inOrder, { atol: 1e-5 });
  expectClose(changed(all, back).toNumbers(), reversed, { atol: 1e-5 });
  const twice = Object.fromEntries(Object.entries(all).map(([part, value]) => [part, [value, value]]));
  const both = changeColors(colorImages(2), { ...twice, order: [forth, back] } as unknown as ColorChanges);
  expectClose(both.toNumbers(), [...inOrder, ...reversed], { atol: 1e-5 });
});

test("neutral values leave the image as it is; without hue bit for bit", () => {
  const image = uniform(randomKey(3), [1, 3, 8, 8]);
  expect(changed({}, ["saturation", "brightness", "contrast"], image).toNumbers()).toEqual(image.toNumbers());
  expect(changed({ brightness: 2 }, [], image).toNumbers()).toEqual(image.toNumbers());
  expectClose(changed({}, ["contrast", "hue", "brightness", "saturation"], image), image, { atol: 1e-6 });
});

test("the input is left as it is", () => {
  const image = colorImages(1);
  changed(all, ["brightness", "hue"], image);
  expect(image.toNumbers()).toEqual(colorImages(1).toNumbers());
});

test("brightness factors fill U(1 − s, 1 + s)", () => {
  const count = 4000;
  const jitter = colorJitter({ probability: 1, brightness: 0.4, contrast: 0, saturation: 0, hue: 0 });
  const images = tensor(Array(3 * count).fill(0.5), [count, 3, 1, 1]);
  const context = { ids: idsTo(count), key: randomKey(4), size: 1 };
  const factors = mean(jitter.apply(images, context), [1, 2, 3])
    .toNumbers()
    .map((value) => value / 0.5);
  expect(Math.min(...factors)).toBeGreaterThan(0.6 - 1e-6);
  expect(Math.min(...factors)).toBeLessThan(0.602);
  expect(Math.max(...factors)).toBeLessThan(1.4 + 1e-6);
  expect(Math.max(...factors)).toBeGreaterThan(1.398);
  // The mean of 4,000 draws has a standard deviation of 0.8 / √12 / √4000 = 0.0037.
  expect(Math.abs(factors.reduce((a, b) => a + b) / count - 1)).toBeLessThan(0.015);
});

test("with hue and saturation alone each order falls to half of the images", () => {
  // At hue ± 0 both orders would agree; strong saturation clamps, so that they do not.
  const count = 2000;
  const jitter = colorJitter({ probability: 1, brightness: 0, contrast: 0, saturation: 0.9, hue: 0.4 });
  const pixel = [0.95, 0.3, 0.1];
  const images = tensor(Array(count).fill(pixel).flat(), [count, 3, 1, 1]);
  const ids = idsTo(count);
  const key = randomKey(6);
  const got = jitter.apply(images, { ids, key, size: 1 }).toNumbers();
  const draw = (part: string, low: number, high: number) =>
    Array.from(uniformRows(key.fold(part), ids, 1), (share) => low + (high - low) * share);
  const values = { ...neutral, saturation: draw("saturation", 0.1, 1.9), hue: draw("hue", -0.4, 0.4) };
  const made = (order: ColorPart[]) => changeColors(images, { ...values, order: ids.map(() => order) }).toNumbers();
  const [first, second] = [made(["saturation", "hue"]), made(["hue", "saturation"])];
  const matches = (made: number[], id: number) =>
    [0, 1, 2].every((c) => Math.abs(made[3 * id + c]! - got[3 * id + c]!) < 1e-6);
  const telling = ids.filter((id) => matches(first, id) !== matches(second, id));
  expect(ids.every((id) => matches(first, id) || matches(second, id))).toBe(true);
  expect(telling.length).toBeGreaterThan(200);
  const share = telling.filter((id) => matches(first, id)).length / telling.length;
  expect(Math.abs(share - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / telling.length));
});
