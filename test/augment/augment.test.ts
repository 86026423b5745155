// Oracle: an image's view made in another batch, bit for bit; the tensor operations; counts of live tensors.
import { expect, test } from "vitest";
import { type AugmentOptions, augment, drawBoxes } from "../../src/augment/augment.ts";
import { imagesOf } from "../../src/augment/images.ts";
import { denormalize } from "../../src/augment/normalize.ts";
import { mocoV2, mocoV2Small, recipeNamed } from "../../src/augment/recipes.ts";
import { viewsByTensors } from "../../src/augment/reference.ts";
import type { Recipe } from "../../src/augment/step.ts";
import { call, memoryUse, mul, randomKey, scope, type Tensor } from "../../src/tensor/index.ts";
import { expectClose } from "../expect-close.ts";
import { idsTo, imageBytes, raggedPhotos } from "./pictures.ts";

const key = randomKey(7).fold("epoch").fold(3).fold("query");

/** The bits of each image's view, by id. */
function views(ids: readonly number[], recipe: string, options: Partial<AugmentOptions> = {}, side = 32) {
  return scope(() => {
    const images = imageBytes(ids, side, side);
    const made = augment(images, recipe, { ids, key, size: 32, ...options }).toTypedArray() as Float32Array;
    const length = made.length / ids.length;
    return new Map(ids.map((id, row) => [id, Buffer.from(made.slice(row * length, (row + 1) * length).buffer)]));
  });
}

const recipeNames = ["moco-v1", "moco-v2", "moco-v2-small", "simclr", "simclr-small", "linear", "evaluation"];

test.each(recipeNames)("%s: an image's view depends neither on its batch nor on its place there", (recipe) => {
  const whole = views(idsTo(150), recipe);
  for (const ids of [[17], [149, 3, 77], idsTo(150).toReversed(), idsTo(75).map((id) => 2 * id + 1)])
    for (const [id, view] of views(ids, recipe)) expect(view.equals(whole.get(id)!), `image ${id}`).toBe(true);
});

test.each([
  [31, 37],
  [24, 32],
  [224, 230],
])("the same at %i px from %i px, where rows do not fill whole vectors", (size, side) => {
  const ids = idsTo(side > 100 ? 4 : 90);
  const whole = views(ids, "moco-v2", { size }, side);
  for (const some of [[3], [2, 0, 1]])
    for (const [id, view] of views(some, "moco-v2", { size }, side)) expect(view.equals(whole.get(id)!)).toBe(true);
});

test("another key, and another id of the same pixels, give another view", () => {
  const usual = views([5], "moco-v2").get(5)!;
  expect(views([5], "moco-v2").get(5)!.equals(usual)).toBe(true);
  expect(
    views([5], "moco-v2", { key: key.fold("key") })
      .get(5)!
      .equals(usual),
  ).toBe(false);
  const images = imageBytes([5], 32, 32);
  const renamed = augment(images, "moco-v2", { ids: [6], key, size: 32 }).toTypedArray() as Float32Array;
  expect(Buffer.from(renamed.buffer).equals(usual)).toBe(false);
});

test("views are float32, channels_last, normalised, of the asked size", () => {
  const made = augment(imageBytes(idsTo(3), 20, 30), "moco-v2", { ids: idsTo(3), key, size: 24 });
  expect(made.shape).toEqual([3, 3, 24, 24]);
  expect(made.dtype).toBe("float32");
  expect(call("aten::stride.int", made, 1)).toBe(1);
  const values = made.toNumbers();
  expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.485 / 0.229 - 1e-5);
  expect(Math.max(...values)).toBeLessThanOrEqual((1 - 0.406) / 0.225 + 1e-5);
});

test("evaluation at the image's own size shows the image itself", () => {
  const images = imageBytes(idsTo(70), 32, 32);
  const recipe = recipeNamed("evaluation");
  const shown = denormalize(augment(images, recipe, { ids: idsTo(70), key, size: 32 }), recipe);
  expect(shown.toNumbers()).toEqual(images.toNumbers());
});

test("half of the views are flipped, one and the same half for crops of the whole image", () => {
  const ids = idsTo(600);
  const images = imageBytes(ids, 8, 8);
  const recipe = { ...mocoV2Small, steps: mocoV2Small.steps.filter((step) => step.name === "horizontal-flip") };
  const shown = denormalize(augment(images, recipe, { ids, key, size: 8 }), recipe).toNumbers();
  const before = images.toNumbers();
  const at = (values: number[], id: number, x: number) => values[(id * 64 + x) * 3]!;
  const row = [0, 1, 2, 3, 4, 5, 6, 7];
  const flipped = ids.filter((id) => row.every((x) => at(shown, id, x) === at(before, id, 7 - x)));
  const kept = ids.filter((id) => row.every((x) => at(shown, id, x) === at(before, id, x)));
  expect(flipped.length + kept.length).toBe(600);
  expect(Math.abs(flipped.length - 300)).toBeLessThan(4 * Math.sqrt(150));
});

test("a fifth of the views is grey", () => {
  const ids = idsTo(1000);
  const made = augment(imageBytes(ids, 8, 8), "moco-v2", { ids, key, size: 8 });
  const shown = denormalize(made, recipeNamed("moco-v2")).toNumbers();
  const grey = ids.filter((id) => {
    const pixels = shown.slice(id * 192, (id + 1) * 192);
    return pixels.every((value, i) => value === pixels[i - (i % 3)]);
  });
  expect(Math.abs(grey.length - 200)).toBeLessThan(4 * Math.sqrt(160));
});

test("a recipe with a step that the kernel does not know is made by tensor operations, bit for bit", () => {
  const darker = { name: "darker", probability: 0.5, apply: (images: Tensor) => mul(images, 0.5) };
  const recipe: Recipe = { ...mocoV2, steps: [...mocoV2.steps, darker] };
  const ids = idsTo(20);
  const images = imageBytes(ids, 12, 10);
  const expected = viewsByTensors(imagesOf(images), recipe, { ids, key, size: 8 });
  expect(augment(images, recipe, { ids, key, size: 8 }).toNumbers()).toEqual(expected.toNumbers());
});

const sizes = [
  [20, 30],
  [64, 48],
  [5, 90],
] as const;

test("images of different sizes are made into views of one", () => {
  const { pixels, geometry } = raggedPhotos(sizes);
  const options = { ids: [7, 8, 9], key, size: 24 };
  const views = augment(pixels, "moco-v2", { ...options, geometry });
  expect(views.shape).toEqual([3, 3, 24, 24]);
  const expected = viewsByTensors(imagesOf(pixels, geometry), mocoV2, options);
  expectClose(views, expected, { atol: 1e-4 });
});

test.each(["moco-v2", "evaluation"])("%s: boxes drawn beforehand are the ones that are cropped", (name) => {
  const { pixels, geometry } = raggedPhotos(sizes);
  const options = { ids: [7, 8, 9], key, size: 24 };
  const [heights, widths] = [sizes.map(([height]) => height), sizes.map(([, width]) => width)];
  const boxes = drawBoxes(recipeNamed(name), options, heights, widths)!;
  const drawn = augment(pixels, name, { ...options, geometry }).toNumbers();
  expect(augment(pixels, name, { ...options, geometry, boxes }).toNumbers()).toEqual(drawn);
  const other = boxes.map((box) => ({ ...box, rows: { start: 0, length: 2 } }));
  expect(augment(pixels, name, { ...options, geometry, boxes: other }).toNumbers()).not.toEqual(drawn);
  expect(drawBoxes({ ...mocoV2, steps: [] }, options, heights, widths)).toBeUndefined();
});

test("nothing but the views stays alive, in a scope or outside, after an error too", () => {
  const ids = idsTo(70);
  const images = imageBytes(ids, 32, 32);
  const before = memoryUse().tensors;
  const made: Tensor[] = recipeNames.map((recipe) => augment(images, recipe, { ids, key, size: 16 }));
  expect(memoryUse().tensors).toBe(before + recipeNames.length);
  for (const view of made) view.dispose();
  expect(() => augment(made[0]!, "moco-v2", { ids, key, size: 16 })).toThrow();
  expect(memoryUse()).toMatchObject({ tensors: before, scopes: 0 });
});

test("wrong options are refused by name and value", () => {
  const images = imageBytes([0, 1], 8, 8);
  const wrong = (options: Partial<AugmentOptions>) => () =>
    augment(images, "moco-v2", { ids: [0, 1], key, size: 8, ...options });
  expect(wrong({ ids: [0] })).toThrow("there are 1 ids for images uint8 [2, 8, 8, 3]");
  expect(wrong({ boxes: [] })).toThrow("there are 0 boxes for 2 images");
  expect(wrong({ size: 0 })).toThrow("size is 0; expected a whole number of pixels");
  expect(wrong({ size: 7.5 })).toThrow("size is 7.5");
  expect(wrong({ cropScale: [0, 1] })).toThrow("cropScale is [0, 1]; expected 0 < min ≤ max ≤ 1");
  expect(wrong({ cropScale: [0.9, 0.5] })).toThrow("cropScale is [0.9, 0.5]");
});
