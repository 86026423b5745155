// Oracle: the tensor operations, by the same draws; the same view on other threads and in other batches, bit for bit.
import { afterAll, describe, expect, test } from "vitest";
import { colorJitter } from "../../src/augment/color-jitter.ts";
import { isFusable, kernelInput, viewsByKernel } from "../../src/augment/fused.ts";
import { gaussianBlur } from "../../src/augment/gaussian-blur.ts";
import { grayscale } from "../../src/augment/grayscale.ts";
import { horizontalFlip } from "../../src/augment/horizontal-flip.ts";
import { type Images, imagesOf } from "../../src/augment/images.ts";
import { instructionSets } from "../../src/augment/kernel.ts";
import { randomResizedCrop } from "../../src/augment/random-resized-crop.ts";
import { mocoV2, recipes } from "../../src/augment/recipes.ts";
import { viewsByTensors } from "../../src/augment/reference.ts";
import type { Recipe, Step, StepContext } from "../../src/augment/step.ts";
import { buildInfo, fromTypedArray, mul_, randomKey, setThreads, tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { idsTo, raggedPhotos } from "./pictures.ts";

// A thousandth of what a byte can show, in every pixel: only the order of float32 additions differs.
const atol = 0.001 / 255;
const key = randomKey(11).fold("query");
const ragged = (sizes: readonly (readonly [number, number])[]): Images => {
  const { pixels, geometry } = raggedPhotos(sizes);
  return imagesOf(pixels, geometry);
};
const context = (images: Images, size: number, more: Partial<StepContext> = {}): StepContext => ({
  ids: idsTo(images.heights.length),
  key,
  size,
  ...more,
});

/** The kernel's views by each instruction set against the reference's, in pixels of [0, 1]. */
function compare(images: Images, recipe: Recipe, own: StepContext): void {
  const deviation = tensor(recipe.statistics.std, [1, 3, 1, 1]);
  const expected = mul_(viewsByTensors(images, recipe, own), deviation);
  for (const instructionSet of instructionSets()) {
    const views = mul_(viewsByKernel(images, recipe, own, instructionSet), deviation);
    expect(() => expectClose(views, expected, { atol }), instructionSet).not.toThrow();
  }
}

const odd = ragged([
  [37, 23],
  [1, 1],
  [1, 60],
  [60, 1],
  [3, 400],
  [150, 100],
  [32, 32],
  [33, 47],
  [16, 16],
  [31, 90],
]);
const square32 = ragged(Array(48).fill([32, 32]));
const photos = ragged([
  [375, 500],
  [96, 64],
  [240, 333],
]);

describe("every instruction set makes the views of the reference", () => {
  test.each(recipes.map((recipe) => [recipe.name, recipe] as const))("%s at 32 px", (_, recipe) => {
    compare(square32, recipe, context(square32, 32));
    compare(odd, recipe, context(odd, 32));
  });

  test.each(recipes.map((recipe) => [recipe.name, recipe] as const))("%s at 224 px", (_, recipe) => {
    compare(photos, recipe, context(photos, 224));
  });

  const crop = randomResizedCrop({ scale: [0.2, 1] });
  const still = { brightness: 0, contrast: 0, saturation: 0, hue: 0 };
  const single: [string, Step[]][] = [
    ["crop alone", []],
    ["brightness", [colorJitter({ probability: 1, ...still, brightness: 0.8 })]],
    ["contrast", [colorJitter({ probability: 1, ...still, contrast: 0.8 })]],
    ["saturation", [colorJitter({ probability: 1, ...still, saturation: 0.8 })]],
    ["hue", [colorJitter({ probability: 1, ...still, hue: 0.5 })]],
    ["greyscale", [grayscale({ probability: 1 })]],
    ["blur", [gaussianBlur({ probability: 1, sigma: [0.1, 2] })]],
    ["wide blur", [gaussianBlur({ probability: 1, sigma: [5, 9] })]],
    ["flip", [horizontalFlip({ probability: 1 })]],
    [
      "blur between two changes of contrast, and a second blur",
      [
        colorJitter({ probability: 1, ...still, contrast: 0.8 }),
        gaussianBlur({ probability: 1, sigma: [0.5, 2] }),
        { ...colorJitter({ probability: 1, ...still, contrast: 0.6, hue: 0.3 }), name: "second jitter" },
        { ...gaussianBlur({ probability: 1, sigma: [0.5, 2] }), name: "second blur" },
        grayscale({ probability: 0.5 }),
      ],
    ],
  ];
  test.each(single)("%s, at sizes that fill whole vectors and such that do not", (_, steps) => {
    const recipe = { ...mocoV2, steps: [crop, ...steps] };
    for (const size of [1, 7, 16, 32, 45]) compare(odd, recipe, context(odd, size));
  });

  test("boxes of one pixel, of parts of pixels, at every edge, and very long ones", () => {
    const images = ragged([
      [40, 30],
      [40, 30],
      [40, 30],
      [40, 30],
      [700, 9],
    ]);
    const boxes = [
      { rows: { start: 39, length: 1 }, columns: { start: 29, length: 1 } },
      { rows: { start: 0.3, length: 0.4 }, columns: { start: 12.9, length: 0.2 } },
      { rows: { start: 2.25, length: 37.75 }, columns: { start: 0, length: 29.5 } },
      { rows: { start: 0, length: 40 + 1e-7 }, columns: { start: 29.25, length: 0.75 } },
      { rows: { start: 0, length: 700 }, columns: { start: 0, length: 1 } },
    ];
    for (const size of [5, 32]) compare(images, mocoV2, context(images, size, { boxes }));
  });
});

describe("a view", () => {
  const bits = (images: Images, size: number, own = context(images, size)) => {
    const values = viewsByKernel(images, mocoV2, own).toTypedArray() as Float32Array;
    return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  };
  const { threads } = buildInfo();
  afterAll(() => setThreads(threads));

  test("is the same on one thread and on three", () => {
    setThreads(1);
    const alone = bits(odd, 45);
    setThreads(3);
    expect(bits(odd, 45).equals(alone)).toBe(true);
    setThreads(threads);
  });

  test("is the same of a ragged batch and of one in which all sizes are equal", () => {
    const { pixels, geometry } = raggedPhotos(Array(3).fill([20, 24]));
    const whole = pixels.toTypedArray() as Uint8Array;
    const bytes = new Uint8Array(3 * 20 * 24 * 3);
    for (const image of [0, 1, 2])
      bytes.set(whole.slice(Number(geometry[3 * image]), Number(geometry[3 * image]) + 1440), image * 1440);
    const uniform = imagesOf(fromTypedArray(bytes, [3, 20, 24, 3]));
    expect(uniform.isUniform).toBe(true);
    expect(bits(uniform, 32).equals(bits(imagesOf(pixels, geometry), 32))).toBe(true);
  });
});

test("operations are listed in the recipe's order, for the images that were drawn", () => {
  const images = ragged(Array(40).fill([8, 8]));
  const { operations } = kernelInput(images, mocoV2, context(images, 8));
  const codesOf = (list: readonly number[]) => list.filter((_, place) => place % 2 === 0);
  // Four parts of jitter, 1 … 4, or none; then greyscale 5, blur 6, flip 7.
  for (const list of operations) {
    const jitter = codesOf(list).filter((code) => code <= 4);
    expect([0, 4]).toContain(jitter.length);
    expect(new Set(jitter).size).toBe(jitter.length);
    const others = codesOf(list).slice(jitter.length);
    expect(others).toEqual([...others].sort());
    expect(others.every((code) => code > 4)).toBe(true);
  }
  const share = (code: number) => operations.filter((list) => codesOf(list).includes(code)).length / 40;
  expect(Math.abs(share(1) - 0.8)).toBeLessThan(0.26);
  expect(Math.abs(share(7) - 0.5)).toBeLessThan(0.32);
});

test("a recipe is fusable if it crops first and the kernel knows the rest", () => {
  expect(recipes.filter((recipe) => !isFusable(recipe))).toEqual([]);
  const unknown: Step = { name: "unknown", probability: 1, apply: (images) => images };
  expect(isFusable({ ...mocoV2, steps: [...mocoV2.steps, unknown] })).toBe(false);
  expect(isFusable({ ...mocoV2, steps: mocoV2.steps.slice(1) })).toBe(false);
  expect(isFusable({ ...mocoV2, steps: mocoV2.steps.toReversed() })).toBe(false);
  expect(isFusable({ ...mocoV2, steps: [] })).toBe(false);
});
