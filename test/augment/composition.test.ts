// Oracle: the steps that SimCLR's seven operations are made of, written out.
import { expect, test } from "vitest";
import { augment } from "../../src/augment/augment.ts";
import { composedRecipe } from "../../src/augment/composition.ts";
import { recipeNamed, recipePair } from "../../src/augment/recipes.ts";
import { operationNames } from "../../src/options/recipe.ts";
import { randomKey } from "../../src/tensor/index.ts";
import { idsTo, imageBytes } from "./pictures.ts";

const stepsOf = (name: string) => recipeNamed(name).steps.map((step) => step.name);

test("operations stand in the order of the name; only a crop needs no resizing before it", () => {
  expect(stepsOf("crop+color")).toEqual(["random-resized-crop", "horizontal-flip", "color-jitter", "grayscale"]);
  expect(stepsOf("sobel+cutout")).toEqual(["center-crop", "sobel", "cutout"]);
  expect(stepsOf("noise")).toEqual(["center-crop", "gaussian-noise"]);
  expect(stepsOf("blur+rotate")).toEqual(["center-crop", "gaussian-blur", "quarter-turns"]);
});

test("what is no composition has none", () => {
  for (const name of ["crop+crop", "crop+", "sepia", "", "crop color"]) expect(composedRecipe(name)).toBeUndefined();
  expect(() => recipeNamed("crop+sepia")).toThrow('unknown augmentation "crop+sepia"');
});

// SimCLR §3.1: one branch is transformed, the other is the identity
test("the second view of a composition stays plain", () => {
  expect(recipePair("crop+color")).toEqual(["crop+color", "plain"]);
  expect(recipePair("moco-v2")).toEqual(["moco-v2", "moco-v2"]);
  expect(recipePair("byol-small")).toEqual(["byol-small", "byol-small-second"]);
});

test("all pairs make views of the asked size, and differ from one another", () => {
  const images = imageBytes(idsTo(4), 20, 24);
  const names = operationNames.flatMap((a) => operationNames.map((b) => (a === b ? a : `${a}+${b}`)));
  const made = names.map((name) => {
    const view = augment(images, name, { ids: idsTo(4), key: randomKey(1), size: 16 });
    expect(view.shape).toEqual([4, 3, 16, 16]);
    return view.toNumbers().join();
  });
  // Colours and quarter turns may be exchanged: these two alone can be equal.
  expect(new Set(made).size).toBeGreaterThanOrEqual(48);
});
