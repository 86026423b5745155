// Compositions of one or two operations: the table of augmentation pairs of SimCLR (arXiv 2002.05709, §3.1, Fig. 5).
import { isComposition, type OperationName } from "../options/recipe.ts";
import { centerCrop } from "./center-crop.ts";
import { colorJitter } from "./color-jitter.ts";
import { cutout } from "./cutout.ts";
import { gaussianBlur } from "./gaussian-blur.ts";
import { gaussianNoise } from "./gaussian-noise.ts";
import { grayscale } from "./grayscale.ts";
import { horizontalFlip } from "./horizontal-flip.ts";
import { cifarStatistics } from "./normalize.ts";
import { quarterTurns } from "./quarter-turns.ts";
import { randomResizedCrop } from "./random-resized-crop.ts";
import { sobel } from "./sobel.ts";
import type { Recipe, Step } from "./step.ts";

// As SimCLR's recipe has them at strength 1; each is applied to every image, with parameters drawn for it.
const operations: Readonly<Record<OperationName, readonly Step[]>> = {
  crop: [randomResizedCrop({ scale: [0.08, 1] }), horizontalFlip({ probability: 0.5 })],
  cutout: [cutout({ probability: 1, side: 0.5 })],
  color: [
    colorJitter({ probability: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 }),
    grayscale({ probability: 0.2 }),
  ],
  sobel: [sobel({ probability: 1 })],
  noise: [gaussianNoise({ probability: 1, deviation: 0.1 })],
  blur: [gaussianBlur({ probability: 1, sigma: [0.1, 2] })],
  rotate: [quarterTurns({ probability: 1 })],
};

/** `crop+color` as a recipe, in this order; undefined where the name is no composition. */
export function composedRecipe(name: string): Recipe | undefined {
  if (!isComposition(name)) return undefined;
  const names = name.split("+") as OperationName[];
  const steps = names.flatMap((operation) => operations[operation]);
  return {
    name,
    summary: `${names.join(", then ")}; the second view stays plain`,
    // SimCLR §3.1: one branch is transformed, the other is the identity.
    partner: "plain",
    steps: names[0] === "crop" ? steps : [centerCrop({ fraction: 1 }), ...steps],
    statistics: cifarStatistics,
  };
}
