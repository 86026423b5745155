// Oracle: names that are recipes or compositions, and names that are neither.
import { expect, test } from "vitest";
import { recipes } from "../../src/augment/index.ts";
import { isComposition, operationNames, recipe, recipeNames } from "../../src/options/recipe.ts";

const option = recipe("moco-v2", { flag: "--augmentation", help: "how views are made" });
const accepts = (name: string) => option.schema.safeParse(name).success;

test("known names and compositions of known operations are accepted", () => {
  for (const name of [...recipeNames, ...operationNames, "crop+color", "sobel+blur+rotate"])
    expect(accepts(name)).toBe(true);
  for (const name of ["moco-2", "crop+crop", "crop+sepia", "crop,color", ""]) expect(accepts(name)).toBe(false);
  expect(isComposition("moco-v2")).toBe(false);
});

test("every name is a recipe; left out are second views and what evaluation uses", () => {
  const others = recipes.map(({ name }) => name).filter((name) => !(recipeNames as readonly string[]).includes(name));
  expect(others).toEqual(["byol-second", "byol-small-second", "evaluation", "evaluation-imagenet"]);
  for (const name of recipeNames) expect(recipes.map((known) => known.name)).toContain(name);
});
