// Colour jitter: brightness, contrast, saturation and hue changed at random, in an order of its own for each image.
import { add_, clamp_, clone, mean, mul, mul_, scope, type Tensor, uniformRows } from "../tensor/index.ts";
import { luma } from "./grayscale.ts";
import { shiftHue } from "./hue.ts";
import { perImage, replaceRows, rowsWhere, type Step, type StepContext } from "./step.ts";

const parts = ["brightness", "contrast", "saturation", "hue"] as const;
export type ColorPart = (typeof parts)[number];

/** How far each part may go: factors from U(max(0, 1 − s), 1 + s), hue from U(−s, s) turns; 0 leaves the part out. */
export type ColorStrengths = Readonly<Record<ColorPart, number>>;

/** What is done to each image: a value for each part, and the parts that apply to it in their order. */
export interface ColorChanges extends Readonly<Record<ColorPart, ArrayLike<number>>> {
  readonly order: readonly (readonly ColorPart[])[];
}

export function colorJitter({
  probability,
  ...strengths
}: { probability: number } & ColorStrengths): Step & ColorStrengths {
  const active = parts.filter((part) => strengths[part] > 0);
  const orders = permutations(active);
  const draw = ({ ids, key }: StepContext): ColorChanges => {
    const values = (part: ColorPart, center: number) => {
      const low = Math.max(center === 1 ? 0 : -0.5, center - strengths[part]);
      return uniformRows(key.fold(part), ids, 1).map((share) => low + share * (center + strengths[part] - low));
    };
    return {
      brightness: values("brightness", 1),
      contrast: values("contrast", 1),
      saturation: values("saturation", 1),
      hue: values("hue", 0),
      order: Array.from(uniformRows(key.fold("order"), ids, 1), (share) => orders[Math.floor(share * orders.length)]!),
    };
  };
  return {
    name: "color-jitter",
    probability,
    ...strengths,
    apply: (images, context) => changeColors(images, draw(context)),
    operations(context, add) {
      const changes = draw(context);
      changes.order.forEach((order, image) => {
        for (const part of order) add(image, part, changes[part][image]!);
      });
    },
  };
}

/**
 * Applies to each image its own changes in its own order, by torchvision's definitions on float images (on PIL images it
 * rounds to bytes after each part, and hue to 256 steps).
 *
 * Three of the parts blend with black, the mean luma or the luma, and clamp: one formula with three numbers per image.
 * So the whole batch takes each blend together, and only hue, before the first blend of some images and after the last
 * of others, looks for its rows. (24 orders one by one: about 2,000 small calls instead of 170.)
 * @param images `[B, 3, H, W]` in [0, 1]
 */
export function changeColors(images: Tensor, changes: ColorChanges): Tensor {
  const blends = changes.order.map((order) => order.filter((part) => part !== "hue"));
  const hueAfter = changes.order.map((order) => order.indexOf("hue"));
  const rounds = Math.max(0, ...blends.map((order) => order.length));
  const result = clone(images);
  for (let round = 0; round <= rounds; round++) {
    scope(() => {
      shiftHueOf(
        result,
        rowsWhere(hueAfter, (place) => place === round),
        changes.hue,
      );
      if (round < rounds)
        blend_(
          result,
          changes,
          blends.map((order) => order[round]),
        );
    });
  }
  return result;
}

function shiftHueOf(images: Tensor, rows: readonly number[], turns: ArrayLike<number>): void {
  if (rows.length > 0)
    replaceRows(images, rows, (chosen) =>
      shiftHue(
        chosen,
        rows.map((row) => turns[row]!),
      ),
    );
}

/** image ← clamp(f · image + (1 − f) · base, 0, 1); base: 0 for brightness, mean luma for contrast, luma for saturation. */
function blend_(images: Tensor, changes: ColorChanges, chosen: readonly (ColorPart | undefined)[]): void {
  const factors = chosen.map((part, image) => (part ? changes[part][image]! : 1));
  const rest = (wanted: ColorPart) =>
    perImage(factors.map((factor, image) => (chosen[image] === wanted ? 1 - factor : 0)));
  const gray = luma(images); // [B, 1, H, W]
  // One axis at a time: a sum over both may be split between threads, and would then depend on how many images there are.
  const grayMean = mean(mean(gray, [3], true), [2], true); // [B, 1, 1, 1]
  const base = add_(mul_(gray, rest("saturation")), mul(grayMean, rest("contrast"))); // [B, 1, H, W]
  clamp_(add_(mul_(images, perImage(factors)), base), 0, 1);
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, place) => permutations(items.toSpliced(place, 1)).map((others) => [first, ...others]));
}
