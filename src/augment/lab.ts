// CIE Lab: lightness and two colour axes, as views of one image (CMC, Tian et al., ECCV 2020, arXiv 1906.05849).
import {
  add,
  cat,
  contiguous,
  div,
  gt,
  matmul,
  mul,
  narrow,
  permute,
  pow,
  sub,
  type Tensor,
  tensor,
  where,
} from "../tensor/index.ts";
import type { Derivation } from "./derivation.ts";

// Linear sRGB to XYZ (IEC 61966-2-1), each row divided by the white point D65 (0.95047, 1, 1.08883).
const toWhiteXyz = [
  [0.412453 / 0.95047, 0.35758 / 0.95047, 0.180423 / 0.95047],
  [0.212671, 0.71516, 0.072169],
  [0.019334 / 1.08883, 0.119193 / 1.08883, 0.950227 / 1.08883],
];

// Transposed: pixels multiply from the left.
const byColumns = toWhiteXyz.map((_, row) => toWhiteXyz.map((line) => line[row]!));

/** Middle and half-width of the range that sRGB reaches on each axis; `lab()` views are divided by it. */
export const labRange = {
  center: [50, (98.233 - 86.183) / 2, (94.478 - 107.857) / 2],
  half: [50, (98.233 + 86.183) / 2, (94.478 + 107.857) / 2],
} as const;

/** Channels of Lab, each scaled to [−1, 1] by `labRange`: `[B, 1, S, S]` of "L", `[B, 2, S, S]` of "ab", `[B, 3, S, S]`. */
export function lab(channels: "L" | "ab" | "Lab"): Derivation {
  const [first, count] = channels === "L" ? [0, 1] : channels === "ab" ? [1, 2] : [0, 3];
  return {
    name: "lab",
    isFinished: true,
    apply(images) {
      const center = tensor(labRange.center, [1, 3, 1, 1]);
      const scaled = div(sub(rgbToLab(images), center), tensor(labRange.half, [1, 3, 1, 1])); // [B, 3, S, S]
      return { images: contiguous(narrow(scaled, 1, first!, count!), { memoryFormat: "channels_last" }) };
    },
  };
}

/**
 * skimage's rgb2lab: D65, 2° observer.
 * @param images sRGB `[B, 3, H, W]` in [0, 1]
 * @returns `[B, 3, H, W]`: L in 0 … 100, a in −86.2 … 98.2, b in −107.9 … 94.5
 */
export function rgbToLab(images: Tensor): Tensor {
  // IEC 61966-2-1: the gamma of sRGB undone.
  const linear = where(gt(images, 0.04045), pow(div(add(images, 0.055), 1.055), 2.4), div(images, 12.92));
  const pixels = permute(linear, [0, 2, 3, 1]); // [B, H, W, 3]
  const xyz = permute(matmul(pixels, tensor(byColumns)), [0, 3, 1, 2]);
  // CIE 1976: f(t) = t^(1/3) above 0.008856, else 7.787 t + 16/116
  const f = where(gt(xyz, 0.008856), pow(xyz, 1 / 3), add(mul(xyz, 7.787), 16 / 116)); // [B, 3, H, W]
  const [x, y, z] = [0, 1, 2].map((axis) => narrow(f, 1, axis, 1)) as [Tensor, Tensor, Tensor];
  return cat([sub(mul(y, 116), 16), mul(sub(x, y), 500), mul(sub(y, z), 200)], 1);
}
