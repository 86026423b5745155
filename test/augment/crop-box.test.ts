// Oracle: hand-worked boxes, and the published ranges of area and aspect ratio.
import { expect, test } from "vitest";
import { cropBox, cropBoxes, drawsPerBox } from "../../src/augment/crop-box.ts";
import { randomKey, uniformRows } from "../../src/tensor/index.ts";
import { idsTo } from "./pictures.ts";

const ratio = [3 / 4, 4 / 3] as const;
const draws = (...first: number[]) => [...first, ...Array(20 - first.length).fill(0.5)];
const square = { height: 32, width: 32 };

test("area, ratio and place of the first draw that fits make the box", () => {
  // A quarter of 32 × 32 at ratio 1: 16 × 16; 0.99 of the 17 places is the last.
  expect(cropBox(square, [0.25, 0.25], [1, 1], [...draws(), 0.99, 0])).toEqual({
    rows: { start: 16, length: 16 },
    columns: { start: 0, length: 16 },
  });
  // Half the area at ratio 4/3: √(512 · 4/3) = 26.1 wide, √(512 · 3/4) = 19.6 high.
  expect(cropBox(square, [0.5, 0.5], ratio, [...draws(0, 1), 0, 0.5])).toEqual({
    rows: { start: 0, length: 20 },
    columns: { start: 3, length: 26 },
  });
});

test("a box that does not fit is drawn anew", () => {
  // The whole area at ratio 4/3 is 37 wide; the second draw, at ratio 1, fits.
  expect(cropBox(square, [1, 1], ratio, [...draws(0, 1), 0, 0]).columns.length).toBe(32);
});

test("after ten tries the largest central box with an allowed ratio is taken", () => {
  expect(cropBox({ height: 10, width: 40 }, [1, 1], ratio, [...draws(), 0.9, 0.9])).toEqual({
    rows: { start: 0, length: 10 },
    columns: { start: 13, length: 13 },
  });
  expect(cropBox({ height: 41, width: 12 }, [1, 1], ratio, [...draws(), 0.9, 0.9])).toEqual({
    rows: { start: 12, length: 16 },
    columns: { start: 0, length: 12 },
  });
});

test("areas and ratios fill their ranges, boxes stay inside, places reach both ends", () => {
  const count = 3000;
  const image = { height: 200, width: 200 };
  const all = uniformRows(randomKey(3), idsTo(count), 22);
  const boxes = idsTo(count).map((id) => cropBox(image, [0.2, 1], ratio, all.subarray(22 * id, 22 * id + 22)));
  const areas = boxes.map(({ rows, columns }) => (rows.length * columns.length) / 40_000);
  const ratios = boxes.map(({ rows, columns }) => columns.length / rows.length);
  // Sides are rounded to whole pixels: 1 % of these.
  expect(Math.min(...areas)).toBeGreaterThan(0.198);
  expect(Math.min(...areas)).toBeLessThan(0.21);
  expect(Math.max(...areas)).toBeLessThanOrEqual(1);
  expect(Math.max(...areas)).toBeGreaterThan(0.95);
  expect(Math.min(...ratios)).toBeGreaterThan(0.74);
  expect(Math.min(...ratios)).toBeLessThan(0.76);
  expect(Math.max(...ratios)).toBeLessThan(1.35);
  expect(Math.max(...ratios)).toBeGreaterThan(1.32);
  // ln(ratio) is symmetric about 0 within ± 0.2877: the mean of 3,000 has a deviation of 0.003.
  expect(Math.abs(ratios.reduce((sum, value) => sum + Math.log(value), 0) / count)).toBeLessThan(0.012);
  // Large boxes of a skewed ratio are redrawn, which favours small areas: a little below the middle of 0.2 … 1.
  const meanArea = areas.reduce((a, b) => a + b) / count;
  expect(meanArea).toBeGreaterThan(0.53);
  expect(meanArea).toBeLessThan(0.6);
  for (const { rows, columns } of boxes) {
    expect(rows.start).toBeGreaterThanOrEqual(0);
    expect(rows.start + rows.length).toBeLessThanOrEqual(200);
    expect(columns.start + columns.length).toBeLessThanOrEqual(200);
  }
  const small = boxes.filter(({ rows }) => rows.length < 120);
  expect(small.some(({ rows }) => rows.start === 0)).toBe(true);
  expect(small.some(({ rows }) => rows.start + rows.length === 200)).toBe(true);
});

test("each image's box is made of its own draws and its own size", () => {
  expect(drawsPerBox).toBe(22);
  const all = uniformRows(randomKey(4), idsTo(3), drawsPerBox);
  const [heights, widths] = [Int32Array.of(10, 200, 33), [90, 100, 31]];
  const options = { scale: [0.1, 0.5], ratio } as const;
  const one = (id: number) =>
    cropBox(
      { height: heights[id]!, width: widths[id]! },
      options.scale,
      ratio,
      all.slice(id * drawsPerBox, (id + 1) * drawsPerBox),
    );
  expect(cropBoxes(all, heights, widths, options)).toEqual([one(0), one(1), one(2)]);
});
