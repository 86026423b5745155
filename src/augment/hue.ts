// Hue: the colour circle turned, saturation and value kept.
import {
  abs_,
  add,
  add_,
  amax,
  amin,
  clamp_,
  copysign,
  div_,
  fromTypedArray,
  mul,
  mul_,
  narrow,
  round,
  sub,
  sub_,
  type Tensor,
} from "../tensor/index.ts";

// What to add to the hue so that a whole number of turns marks where red, green and blue are lowest: at cyan, magenta, yellow.
const fromLowest = [1 / 2, 1 / 6, -1 / 6];

/**
 * Adds to the hue of HSV, as torchvision's adjust_hue, without a case for each of the six sectors.
 * @param images `[B, 3, H, W]` in [0, 1]
 * @param turns `[B]` in turns of the circle, −0.5 … 0.5
 * @returns `[B, 3, H, W]`
 */
export function shiftHue(images: Tensor, turns: ArrayLike<number>): Tensor {
  const [red, green, blue] = [0, 1, 2].map((channel) => narrow(images, 1, channel, 1)) as [Tensor, Tensor, Tensor];
  const value = amax(images, [1], true); // [B, 1, H, W]
  const least = amin(images, [1], true);
  const chroma = sub(value, least);
  const sixfold = mul(chroma, 6);

  // hue = ± (1 + (G + B − R − min) / chroma) / 6 turns, signed as G − B: equal to the usual definition in each sector.
  // Grey has no hue and any will do, for its chroma is 0; the 1e-12 keeps the quotient finite.
  const position = div_(sub_(sub_(add(green, blue), red), least), add(sixfold, 1e-12));
  const hue = copysign(add_(position, 1 / 6), sub(green, blue)); // [B, 1, H, W]

  // channel = value − chroma · clamp(2 − 6 · distance, 0, 1), the distance on the circle from where it is lowest.
  const offsets = Array.from(turns, (turn) => fromLowest.map((place) => turn + place)).flat();
  const distance = add(hue, fromTypedArray(Float32Array.from(offsets), [turns.length, 3, 1, 1])); // [B, 3, H, W]
  abs_(sub_(distance, round(distance)));
  const highest = sub(value, mul(chroma, 2));
  return add_(mul_(clamp_(distance, 1 / 6, 1 / 3), sixfold), highest);
}
