// Oracle: the published recipes, and the message for a name that is not one.
import { expect, test } from "vitest";
import {
  mocoV1,
  mocoV2,
  mocoV2Small,
  normalizedLike,
  recipeNamed,
  recipes,
  simclr,
} from "../../src/augment/recipes.ts";
import type { Recipe } from "../../src/augment/step.ts";

const data = ({ steps }: Recipe) => steps.map((step) => JSON.parse(JSON.stringify(step)));
const crop = (min: number) => ({
  name: "random-resized-crop",
  probability: 1,
  scale: [min, 1],
  ratio: [3 / 4, 4 / 3],
});
const jitter = (probability: number, strength: number, hue: number) => ({
  name: "color-jitter",
  probability,
  brightness: strength,
  contrast: strength,
  saturation: strength,
  hue,
});
const gray = { name: "grayscale", probability: 0.2 };
const blur = { name: "gaussian-blur", probability: 0.5, sigma: [0.1, 2] };
const flip = { name: "horizontal-flip", probability: 0.5 };

test("recipes are data, with the published figures in the published order", () => {
  expect(data(mocoV1)).toEqual([crop(0.2), gray, jitter(1, 0.4, 0.4), flip]);
  expect(data(mocoV2)).toEqual([crop(0.2), jitter(0.8, 0.4, 0.1), gray, blur, flip]);
  expect(data(simclr)).toEqual([crop(0.08), flip, jitter(0.8, 0.8, 0.2), gray, blur]);
  expect(data(mocoV2Small)).toEqual([crop(0.2), jitter(0.8, 0.4, 0.1), gray, flip]);
});

test("small-image variants say what they leave out", () => {
  const small = recipes.filter((recipe) => recipe.name.endsWith("-small"));
  expect(new Set(small.map((recipe) => recipe.leavesOut?.split(/[:,]/)[0]))).toEqual(new Set(["blur"]));
});

test("names of recipes, and of steps within a recipe, are unique", () => {
  expect(new Set(recipes.map((recipe) => recipe.name)).size).toBe(recipes.length);
  for (const { steps } of recipes) expect(new Set(steps.map((step) => step.name)).size).toBe(steps.length);
});

test("a recipe is found by its name; a mistyped name suggests the nearest", () => {
  expect(recipeNamed("moco-v2")).toBe(mocoV2);
  expect(() => recipeNamed("moco-2")).toThrow('unknown augmentation "moco-2"; did you mean "moco-v2"?');
});

test("an evaluation takes the statistics of the training recipe", () => {
  const evaluation = normalizedLike(recipeNamed("evaluation"), mocoV2Small);
  expect(evaluation.statistics.mean).toEqual([0.4914, 0.4822, 0.4465]);
  expect(evaluation.steps.map((step) => step.name)).toEqual(["center-crop"]);
});
