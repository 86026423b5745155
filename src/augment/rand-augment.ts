// RandAugment: operations drawn at random from a fixed list, at one magnitude (Cubuk et al., 2020, arXiv 1909.13719).
// The list, ranges and draws are those of timm's "rand-n2-m10-mstd0.5", which InfoMin-Aug uses.
import { add, clamp_, clone, lt, minimum, ones, scope, type Tensor, uniformRows, where } from "../tensor/index.ts";
import { type Affine, rotation, shear, shift, warp } from "./affine.ts";
import { autocontrast } from "./autocontrast.ts";
import { type ColorPart, changeColors } from "./color-jitter.ts";
import { equalize } from "./equalize.ts";
import { posterize } from "./posterize.ts";
import { sharpen } from "./sharpness.ts";
import { invertAbove } from "./solarize.ts";
import { perImage, replaceRows, rowsWhere, type Step } from "./step.ts";

export interface RandAugmentOptions {
  /** Operations in a row. */
  rounds: number;
  /** 0 … 10. */
  magnitude: number;
  /** Standard deviation of the magnitude, which is clamped to 0 … 10. */
  deviation: number;
}

/** `strengths` `[b]` in 0 … 1, one for each image, `signs` ±1. */
type Operation = (images: Tensor, strengths: readonly number[], signs: readonly number[]) => Tensor;

const warping =
  (make: (amount: number) => Affine, most: number): Operation =>
  (images, strengths, signs) =>
    warp(
      images,
      strengths.map((strength, image) => make(strength * most * signs[image]!)),
    );
// PIL's ImageEnhance: a factor of 0.1 … 1.9, where 1 changes nothing.
const factorsOf = (strengths: readonly number[]) => strengths.map((strength) => 0.1 + 1.8 * strength);
const enhancing =
  (part: ColorPart): Operation =>
  (images, strengths) => {
    const unchanged = { brightness: [], contrast: [], saturation: [], hue: [] };
    return changeColors(images, {
      ...unchanged,
      [part]: factorsOf(strengths),
      order: strengths.map(() => [part]),
    });
  };

export const operations: Readonly<Record<string, Operation>> = {
  autocontrast,
  equalize,
  invert: (images) => invertAbove(images, new Float32Array(images.length(0))),
  rotate: warping(rotation, 30),
  // Levels are lost and inverted less at a higher strength, not more: timm's first definition, kept by InfoMin-Aug.
  posterize: (images, strengths) =>
    posterize(
      images,
      strengths.map((strength) => Math.floor(strength * 4)),
    ),
  solarize: (images, strengths) =>
    invertAbove(
      images,
      strengths.map((strength) => Math.floor(strength * 256) / 255),
    ),
  solarizeAdd: (images, strengths) => {
    const raised = add(images, perImage(strengths.map((strength) => Math.floor(strength * 110) / 255)));
    return where(lt(images, 128 / 255), minimum(raised, ones([])), images);
  },
  color: enhancing("saturation"),
  contrast: enhancing("contrast"),
  brightness: enhancing("brightness"),
  sharpness: (images, strengths) => sharpen(images, factorsOf(strengths)),
  shearX: warping((amount) => shear(amount, "x"), 0.3),
  shearY: warping((amount) => shear(amount, "y"), 0.3),
  shiftX: warping((amount) => shift(amount, "x"), 0.45),
  shiftY: warping((amount) => shift(amount, "y"), 0.45),
};

/** Each drawn operation is applied to half of the images that drew it. */
export function randAugment(options: RandAugmentOptions): Step & RandAugmentOptions {
  const list = Object.values(operations);
  return {
    name: "rand-augment",
    probability: 1,
    ...options,
    apply(images, { ids, key }) {
      const result = clone(images);
      for (let round = 0; round < options.rounds; round++) {
        const draws = uniformRows(key.fold(round), ids, 5);
        const draw = (image: number, column: number) => draws[5 * image + column]!;
        const chosen = Array.from(ids, (_, image) =>
          draw(image, 1) < 0.5 ? Math.floor(draw(image, 0) * list.length) : -1,
        );
        for (const [index, operation] of list.entries()) {
          const rows = rowsWhere(chosen, (which) => which === index);
          if (rows.length === 0) continue;
          const magnitudes = rows.map(
            (image) => options.magnitude + options.deviation * gaussian(draw(image, 2), draw(image, 3)),
          );
          const strengths = magnitudes.map((magnitude) => Math.min(10, Math.max(0, magnitude)) / 10);
          const signs = rows.map((image) => (draw(image, 4) < 0.5 ? -1 : 1));
          scope(() => replaceRows(result, rows, (images) => operation(images, strengths, signs)));
        }
      }
      return clamp_(result, 0, 1);
    },
  };
}

// Box & Muller; 1 − u is never 0.
function gaussian(u: number, v: number): number {
  return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
}
