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

// Where on the circle, measured from cyan, green and blue's gaps … a channel is lowest when hue + its place is whole.
const places = [1 / 2, 1 / 6, -1 / 6];

/**
 * Adds to the hue of HSV, as torchvision's adjust_hue, without tables of the six sectors.
 * @param images `[B, 3, H, W]` in [0, 1]
 * @param turns `[B]` in turns of the circle, −0.5 … 0.5
 * @returns `[B, 3, H, W]`
 */
export function shiftHue(images: Tensor, turns: ArrayLike<number>): Tensor {
  const [red, green, blue] = [0, 1, 2].map((channel) => narrow(images, 1, channel, 1)) as [Tensor, Tensor, Tensor];
  const value = amax(images, [1], true); // [B, 1, H, W]
  const least = amin(images, [1], true);
  const chroma = sub(value, least);

  // hue = ± (1 + (G + B − R − min) / chroma) / 6 turns, the sign that of G − B: each of the six sectors of the usual
  // definition agrees with it. Grey has no hue and any will do: its chroma is 0.
  const position = sub_(sub_(add(green, blue), red), least);
  div_(position, add(chroma, 1e-12));
  const hue = copysign(mul_(add_(position, 1), 1 / 6), sub(green, blue)); // [B, 1, H, W]

  // channel = value − chroma · clamp(2 − 6 · distance, 0, 1): the distance on the circle from where it is lowest.
  const offsets = Float32Array.from({ length: 3 * turns.length }, (_, i) => turns[Math.floor(i / 3)]! + places[i % 3]!);
  const distance = add(hue, fromTypedArray(offsets, [turns.length, 3, 1, 1])); // [B, 3, H, W]
  abs_(sub_(distance, round(distance)));
  const lowered = clamp_(add_(distance, -1 / 3), -1 / 6, 0);
  return add_(mul_(lowered, mul(chroma, 6)), value);
}
