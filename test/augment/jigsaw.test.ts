// Oracle: pixels that say which cell they lie in.
import { expect, test } from "vitest";
import { jigsaw } from "../../src/augment/jigsaw.ts";
import { randomKey, tensor } from "../../src/tensor/index.ts";
import { idsTo } from "./pictures.ts";

const side = 12;
// Every pixel of a cell of 4 × 4 holds 100 times the cell's number and its own place in it.
const pixels = Array.from({ length: side * side }, (_, at) => {
  const [y, x] = [Math.floor(at / side), at % side];
  return 100 * (3 * Math.floor(y / 4) + Math.floor(x / 4)) + 10 * (y % 4) + (x % 4);
});
const images = (count: number) => tensor(Array(count).fill(pixels).flat(), [count, 1, side, side]);
const make = (ids: number[], patch = 0.75) => {
  const view = jigsaw({ grid: 3, patch }).apply(images(ids.length), { ids, key: randomKey(5) });
  return { shape: view.images.shape, values: view.images.toNumbers(), targets: view.targets! };
};

test("nine patches of each image, each from the cell that the targets name and wholly inside it", () => {
  const { shape, values, targets } = make(idsTo(20));
  expect(shape).toEqual([9 * 20, 1, 3, 3]);
  expect(targets.shape).toEqual([9, 20]);
  const cells = targets.toNumbers();
  for (const [row, cell] of cells.entries()) {
    const patch = values.slice(9 * row, 9 * row + 9);
    expect(new Set(patch.map((value) => Math.floor(value / 100)))).toEqual(new Set([cell]));
  }
  for (const image of idsTo(20)) {
    const found = idsTo(9).map((part) => cells[20 * part + image]);
    expect(found.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  }
});

test("orders and jitter differ between images, and follow the image's id alone", () => {
  const { values, targets } = make(idsTo(20));
  const orders = idsTo(20).map((image) => String(idsTo(9).map((part) => targets.toNumbers()[20 * part + image])));
  expect(new Set(orders).size).toBeGreaterThan(18);
  // The place of a patch's first pixel in its cell is its jitter: 0 or 1 either way.
  expect(new Set(idsTo(180).map((row) => values[9 * row]! % 100))).toEqual(new Set([0, 1, 10, 11]));
  const alone = make([7]);
  expect(alone.targets.toNumbers().join()).toBe(orders[7]!);
  expect(alone.values.slice(0, 9)).toEqual(values.slice(9 * 7, 9 * 8));
});
