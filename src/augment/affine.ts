// Affine warps: rotation, shear and shift of each image by its own amount, bilinear, mid-grey where nothing was.
import { add, affineGrid, fromTypedArray, gridSample, sub, type Tensor } from "../tensor/index.ts";

/** Where each output pixel is looked up: row-major 2 × 3, in shares of half the image, x to the right and y down. */
export type Affine = readonly [number, number, number, number, number, number];

const [bilinear, zeros] = [0, 0];
const gray = 0.5;

/** About the middle, by an angle in degrees, counter-clockwise. */
export function rotation(degrees: number): Affine {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [cos, -sin, 0, sin, cos, 0];
}

/** x′ = x + amount · y, or y′ = y + amount · x. */
export function shear(amount: number, axis: "x" | "y"): Affine {
  return axis === "x" ? [1, amount, 0, 0, 1, 0] : [1, 0, 0, amount, 1, 0];
}

/** By a share of the image's side; positive shares look up to the right or below, so that the image moves left or up. */
export function shift(share: number, axis: "x" | "y"): Affine {
  return axis === "x" ? [1, 0, 2 * share, 0, 1, 0] : [1, 0, 0, 0, 1, 2 * share];
}

/** @param images `[B, 3, S, S]`, one warp for each */
export function warp(images: Tensor, warps: readonly Affine[]): Tensor {
  const grid = affineGrid(fromTypedArray(Float32Array.from(warps.flat()), [warps.length, 2, 3]), images.shape, false);
  return add(gridSample(sub(images, gray), grid, bilinear, zeros, false), gray);
}
