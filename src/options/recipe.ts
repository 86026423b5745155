// The option type of augmentation: a recipe by name, or single operations joined by +.
import * as z from "zod";
import { type Description, describe, type Option } from "./option.ts";

/** The recipes that a run may name. */
export const recipeNames = [
  "moco-v1",
  "moco-v2",
  "moco-v2-small",
  "simclr",
  "simclr-small",
  "infomin",
  "infomin-small",
  "byol",
  "byol-small",
  "plain",
  "linear",
] as const;

/** The operations that can be composed, as SimCLR's table of pairs does. */
export const operationNames = ["crop", "cutout", "color", "sobel", "noise", "blur", "rotate"] as const;
export type OperationName = (typeof operationNames)[number];

/** True for `crop`, `crop+color`, …: known operations, none of them twice. */
export function isComposition(name: string): boolean {
  const parts = name.split("+");
  return (
    new Set(parts).size === parts.length && parts.every((part) => (operationNames as readonly string[]).includes(part))
  );
}

/** A recipe's name or a composition. */
export function recipe(value: (typeof recipeNames)[number], description: Description): Option<string> {
  return describe<string>(value, description, {
    schema: z.string().refine((name) => (recipeNames as readonly string[]).includes(name) || isComposition(name)),
    expected: `one of ${recipeNames.join(", ")}, or operations joined by + (${operationNames.join(", ")})`,
    choices: recipeNames,
    value: "name",
    parse: (text) => text,
    format: String,
  });
}
