// Which part of an image is decoded, and how much smaller: as little as its crops need.
import type { Box } from "../augment/index.ts";

/** A region of the upright image, in pixels of the image at 1/denominator. */
export interface Region {
  denominator: number;
  top: number;
  left: number;
  height: number;
  width: number;
}

/** What a crop takes of the image, and the side it will be resized to. */
export interface Crop {
  box: Box;
  size: number;
}

// What libjpeg-turbo reduces by in its fast inverse transforms.
const DENOMINATORS = [8, 4, 2] as const;

/**
 * The region that holds all crops, at the smallest scale at which each keeps at least its size; a crop that is smaller than
 * its size keeps every pixel it has.
 */
export function planRegion(height: number, width: number, crops: readonly Crop[]): Region {
  const denominator = DENOMINATORS.find((by) => crops.every((crop) => fits(crop, by))) ?? 1;
  const from = (spans: readonly number[]) => Math.floor(Math.min(...spans) / denominator);
  const to = (spans: readonly number[], length: number) =>
    Math.min(Math.ceil(length / denominator), Math.ceil(Math.max(...spans) / denominator));
  const top = from(crops.map(({ box }) => box.rows.start));
  const left = from(crops.map(({ box }) => box.columns.start));
  const bottom = to(
    crops.map(({ box }) => box.rows.start + box.rows.length),
    height,
  );
  const right = to(
    crops.map(({ box }) => box.columns.start + box.columns.length),
    width,
  );
  return { denominator, top, left, height: bottom - top, width: right - left };
}

/** A box of the whole image in pixels of a region. */
export function boxInRegion({ rows, columns }: Box, { denominator, top, left }: Region): Box {
  return {
    rows: { start: rows.start / denominator - top, length: rows.length / denominator },
    columns: { start: columns.start / denominator - left, length: columns.length / denominator },
  };
}

/** The square in the middle, for evaluation. */
export function centralSquare(height: number, width: number): Box {
  const length = Math.min(height, width);
  return {
    rows: { start: Math.floor((height - length) / 2), length },
    columns: { start: Math.floor((width - length) / 2), length },
  };
}

/** All of the image, as small as it can be decoded: enough to see whether it is whole. */
export function wholeImage(height: number, width: number): Region {
  const [denominator] = DENOMINATORS;
  return {
    denominator,
    top: 0,
    left: 0,
    height: Math.ceil(height / denominator),
    width: Math.ceil(width / denominator),
  };
}

function fits({ box, size }: Crop, denominator: number): boolean {
  return Math.min(box.rows.length, box.columns.length) >= size * denominator;
}
