// Oracle: an image's view made in another batch, bit for bit; steps applied by hand.
import { expect, test } from "vitest";
import { imagesOf } from "../../src/augment/images.ts";
import { normalize } from "../../src/augment/normalize.ts";
import { recipeNamed } from "../../src/augment/recipes.ts";
import { viewsByTensors } from "../../src/augment/reference.ts";
import { applyStep } from "../../src/augment/step.ts";
import { toFloat } from "../../src/augment/to-float.ts";
import { call, randomKey, scope } from "../../src/tensor/index.ts";
import { idsTo, imageBytes, raggedPhotos } from "./pictures.ts";

const key = randomKey(7).fold("epoch").fold(3).fold("query");

/** The bits of each image's view, by id. */
function views(ids: readonly number[], recipe: string, size = 32, side = 32) {
  return scope(() => {
    const images = imagesOf(imageBytes(ids, side, side));
    const made = viewsByTensors(images, recipeNamed(recipe), { ids, key, size }).toTypedArray() as Float32Array;
    const length = made.length / ids.length;
    return new Map(ids.map((id, row) => [id, Buffer.from(made.slice(row * length, (row + 1) * length).buffer)]));
  });
}

test("all steps, then the statistics", () => {
  const recipe = recipeNamed("moco-v2");
  const context = { ids: idsTo(5), key, size: 16 };
  const pixels = imageBytes(idsTo(5), 20, 30);
  const made = viewsByTensors(imagesOf(pixels), recipe, context);
  let view = toFloat(pixels);
  for (const step of recipe.steps) view = applyStep(step, view, context);
  expect(made.toNumbers()).toEqual(normalize(view, recipe.statistics).toNumbers());
  expect(call("aten::stride.int", made, 1)).toBe(1);
});

test.each([
  ["moco-v1", 32, 32, 150],
  ["moco-v2", 32, 32, 150],
  ["simclr", 32, 32, 150],
  ["moco-v2", 31, 37, 90],
  ["moco-v2", 24, 32, 90],
  ["moco-v2", 224, 230, 4],
])("%s at %i px from %i px depends neither on an image's batch nor on its place there", (recipe, size, side, count) => {
  const ids = idsTo(count);
  const whole = views(ids, recipe, size, side);
  for (const some of [[3], [2, 0, 1], ids.filter((id) => id % 2 === 1)])
    for (const [id, view] of views(some, recipe, size, side)) expect(view.equals(whole.get(id)!)).toBe(true);
});

test("images of different sizes get the views that each gets alone", () => {
  const sizes = [
    [20, 30],
    [7, 9],
    [1, 1],
  ] as const;
  const { pixels, geometry } = raggedPhotos(sizes);
  const recipe = recipeNamed("moco-v2");
  const all = viewsByTensors(imagesOf(pixels, geometry), recipe, { ids: [3, 4, 5], key, size: 12 }).toNumbers();
  sizes.forEach((_, image) => {
    const own = imagesOf(pixels, geometry.slice(3 * image, 3 * image + 3));
    const alone = viewsByTensors(own, recipe, { ids: [3 + image], key, size: 12 }).toNumbers();
    expect(all.slice(image * 432, (image + 1) * 432)).toEqual(alone);
  });
});
