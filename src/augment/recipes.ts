// The recipes: lists of steps with their probabilities, as the papers publish them, and what small images need instead.
import { nearest, UsageError } from "../errors.ts";
import { centerCrop } from "./center-crop.ts";
import { colorJitter } from "./color-jitter.ts";
import { composedRecipe } from "./composition.ts";
import { gaussianBlur } from "./gaussian-blur.ts";
import { grayscale } from "./grayscale.ts";
import { horizontalFlip } from "./horizontal-flip.ts";
import { cifarStatistics, imageNetStatistics } from "./normalize.ts";
import { randAugment } from "./rand-augment.ts";
import { randomResizedCrop } from "./random-resized-crop.ts";
import { solarize } from "./solarize.ts";
import type { Recipe } from "./step.ts";

/** MoCo (He et al., arXiv 1911.05722), in the order of the authors' code. */
export const mocoV1: Recipe = {
  name: "moco-v1",
  summary: "crop, greyscale, colour jitter always, flip (MoCo)",
  steps: [
    randomResizedCrop({ scale: [0.2, 1] }),
    grayscale({ probability: 0.2 }),
    colorJitter({ probability: 1, brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.4 }),
    horizontalFlip({ probability: 0.5 }),
  ],
  statistics: imageNetStatistics,
};

const weakJitter = colorJitter({ probability: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 });
const strongJitter = colorJitter({ probability: 0.8, brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2 });
const blurOfHalf = gaussianBlur({ probability: 0.5, sigma: [0.1, 2] });

/** MoCo-v2 (Chen et al., arXiv 2003.04297), in the order of the authors' code. */
export const mocoV2: Recipe = {
  name: "moco-v2",
  summary: "crop, colour jitter, greyscale, blur, flip (MoCo-v2)",
  steps: [
    randomResizedCrop({ scale: [0.2, 1] }),
    weakJitter,
    grayscale({ probability: 0.2 }),
    blurOfHalf,
    horizontalFlip({ probability: 0.5 }),
  ],
  statistics: imageNetStatistics,
};

export const mocoV2Small: Recipe = {
  ...mocoV2,
  name: "moco-v2-small",
  summary: "crop, colour jitter, greyscale, flip (MoCo-v2 for images of about 32 px)",
  leavesOut: "blur: its sigma of up to 2 px is meant for 224 px and takes most of what 32 px show",
  steps: mocoV2.steps.filter((step) => step !== blurOfHalf),
  statistics: cifarStatistics,
};

/**
 * SimCLR (Chen et al., arXiv 2002.05709) at strength 1.
 * Differs from SimCLR's code: contrast blends with the mean luma, not with each channel's mean, and the blur repeats the
 * edges instead of padding with black, because all recipes here share torchvision's and PIL's definitions.
 */
export const simclr: Recipe = {
  name: "simclr",
  summary: "smaller crops, flip, strong colour jitter, greyscale, blur (SimCLR)",
  steps: [
    randomResizedCrop({ scale: [0.08, 1] }),
    horizontalFlip({ probability: 0.5 }),
    strongJitter,
    grayscale({ probability: 0.2 }),
    blurOfHalf,
  ],
  statistics: imageNetStatistics,
};

/** SimCLR's recipe for CIFAR-10 (arXiv 2002.05709, appendix B.9): strength 0.5, no blur. */
export const simclrSmall: Recipe = {
  name: "simclr-small",
  summary: "smaller crops, flip, colour jitter, greyscale (SimCLR for images of about 32 px)",
  leavesOut: "blur, and half of the colour jitter's strength, as its authors do on CIFAR-10",
  steps: [
    randomResizedCrop({ scale: [0.08, 1] }),
    horizontalFlip({ probability: 0.5 }),
    weakJitter,
    grayscale({ probability: 0.2 }),
  ],
  statistics: cifarStatistics,
};

/** What a linear classifier on frozen features is trained on. */
export const linear: Recipe = {
  name: "linear",
  summary: "crop and flip (training of linear classifiers)",
  steps: [randomResizedCrop({ scale: [0.08, 1] }), horizontalFlip({ probability: 0.5 })],
  statistics: imageNetStatistics,
};

/** What InfoMin-Aug adds (Tian et al., NeurIPS 2020, arXiv 2005.10243): stronger jitter and RandAugment. */
export const infomin: Recipe = {
  name: "infomin",
  summary: "crop, flip, strong colour jitter, blur, RandAugment, greyscale (InfoMin-Aug)",
  steps: [
    randomResizedCrop({ scale: [0.2, 1] }),
    horizontalFlip({ probability: 0.5 }),
    strongJitter,
    blurOfHalf,
    randAugment({ rounds: 2, magnitude: 10, deviation: 0.5 }),
    grayscale({ probability: 0.2 }),
  ],
  statistics: imageNetStatistics,
};

export const infominSmall: Recipe = {
  ...infomin,
  name: "infomin-small",
  summary:
    "crop, flip, colour jitter, one mild round of RandAugment, greyscale (InfoMin-Aug for images of about 32 px)",
  // At full strength a slim encoder finds no positive in three epochs: 25.2 % of kNN, where random initialisation has 23.2 %.
  leavesOut:
    "blur: its sigma of up to 2 px is meant for 224 px; a round of RandAugment, and half of its magnitude and of the jitter",
  steps: [
    randomResizedCrop({ scale: [0.2, 1] }),
    horizontalFlip({ probability: 0.5 }),
    weakJitter,
    randAugment({ rounds: 1, magnitude: 5, deviation: 0.5 }),
    grayscale({ probability: 0.2 }),
  ],
  statistics: cifarStatistics,
};

const byolSteps = [
  randomResizedCrop({ scale: [0.08, 1] }),
  horizontalFlip({ probability: 0.5 }),
  colorJitter({ probability: 0.8, brightness: 0.4, contrast: 0.4, saturation: 0.2, hue: 0.1 }),
  grayscale({ probability: 0.2 }),
];
const someSolarized = solarize({ probability: 0.2, threshold: 0.5 });

/** BYOL (Grill et al., NeurIPS 2020, arXiv 2006.07733), appendix B: the first view is always blurred. */
export const byol: Recipe = {
  name: "byol",
  summary: "smaller crops, flip, colour jitter, greyscale; the first view blurred, the second solarised (BYOL)",
  partner: "byol-second",
  steps: [...byolSteps, gaussianBlur({ probability: 1, sigma: [0.1, 2] })],
  statistics: imageNetStatistics,
};

export const byolSecond: Recipe = {
  name: "byol-second",
  summary: "BYOL's second view: seldom blurred, some solarised",
  steps: [...byolSteps, gaussianBlur({ probability: 0.1, sigma: [0.1, 2] }), someSolarized],
  statistics: imageNetStatistics,
};

export const byolSmall: Recipe = {
  name: "byol-small",
  summary: "smaller crops, flip, colour jitter, greyscale; some of the second view solarised (BYOL for about 32 px)",
  leavesOut: "blur: its sigma of up to 2 px is meant for 224 px",
  partner: "byol-small-second",
  steps: byolSteps,
  statistics: cifarStatistics,
};

export const byolSmallSecond: Recipe = {
  name: "byol-small-second",
  summary: "the second view of byol-small: some solarised",
  leavesOut: "blur, as byol-small does",
  steps: [...byolSteps, someSolarized],
  statistics: cifarStatistics,
};

/** The image as it is, at the view's size. */
export const plain: Recipe = {
  name: "plain",
  summary: "the central square, not augmented",
  steps: [centerCrop({ fraction: 1 })],
  statistics: cifarStatistics,
};

export const evaluation: Recipe = {
  name: "evaluation",
  summary: "the central square, no randomness",
  steps: [centerCrop({ fraction: 1 })],
  statistics: imageNetStatistics,
};

export const evaluationImageNet: Recipe = {
  name: "evaluation-imagenet",
  summary: "the central square of 7/8 of the shorter side (224 of 256), no randomness",
  steps: [centerCrop({ fraction: 0.875 })],
  statistics: imageNetStatistics,
};

/** All recipes that have a name on the command line. */
export const recipes: readonly Recipe[] = [
  mocoV1,
  mocoV2,
  mocoV2Small,
  simclr,
  simclrSmall,
  infomin,
  infominSmall,
  byol,
  byolSecond,
  byolSmall,
  byolSmallSecond,
  plain,
  linear,
  evaluation,
  evaluationImageNet,
];

/**
 * A recipe by name, or a composition of single operations such as `crop+color`.
 * @throws UsageError `unknown-recipe`
 */
export function recipeNamed(name: string): Recipe {
  const found = recipes.find((recipe) => recipe.name === name) ?? composedRecipe(name);
  if (found) return found;
  const names = recipes.map((recipe) => recipe.name);
  const near = nearest(name, names);
  throw new UsageError([
    {
      code: "unknown-recipe",
      message: `unknown augmentation "${name}"${near ? `; did you mean "${near}"?` : ""}  Recipes: ${names.join(", ")}`,
    },
  ]);
}

/** Names of the recipes of a pair of views: the same twice unless the recipe has a partner. */
export function recipePair(name: string): readonly [first: string, second: string] {
  return [name, recipeNamed(name).partner ?? name];
}

/** A recipe normalised like another: an encoder is evaluated with the statistics it was trained with. */
export function normalizedLike(recipe: Recipe, other: Recipe): Recipe {
  return { ...recipe, statistics: other.statistics };
}
