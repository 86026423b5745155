// Oracle: regions worked out by hand, and the promise that no crop loses pixels it needs, on random crops.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Box } from "../../src/augment/index.ts";
import { boxInRegion, centralSquare, planRegion, wholeImage } from "../../src/data/decode-plan.ts";

const box = (top: number, left: number, height: number, width: number): Box => ({
  rows: { start: top, length: height },
  columns: { start: left, length: width },
});

test("crops that need every pixel: the smallest rectangle that holds them", () => {
  const crops = [
    { box: box(10, 20, 100, 120), size: 96 },
    { box: box(50, 5, 90, 200), size: 96 },
  ];
  expect(planRegion(375, 500, crops)).toEqual({ denominator: 1, top: 10, left: 5, height: 130, width: 200 });
  expect(boxInRegion(crops[0]!.box, planRegion(375, 500, crops))).toEqual(box(0, 15, 100, 120));
});

test("large crops are decoded at a half, a quarter, an eighth; the smallest of them decides", () => {
  const large = { box: box(101, 203, 1000, 1200), size: 224 };
  expect(planRegion(3000, 4000, [large])).toEqual({ denominator: 4, top: 25, left: 50, height: 251, width: 301 });
  expect(boxInRegion(large.box, planRegion(3000, 4000, [large]))).toEqual(box(0.25, 0.75, 250, 300));
  const smaller = { box: box(0, 0, 448, 900), size: 224 };
  expect(planRegion(3000, 4000, [large, smaller]).denominator).toBe(2);
  expect(planRegion(3000, 4000, [large, { ...smaller, box: box(0, 0, 447, 900) }]).denominator).toBe(1);
  expect(planRegion(9000, 9000, [{ box: box(0, 0, 9000, 9000), size: 32 }]).denominator).toBe(8);
});

test("the last column of a reduced image may stand for fewer pixels than the others", () => {
  const crops = [{ box: box(0, 0, 1001, 1001), size: 224 }];
  expect(planRegion(1001, 1001, crops)).toEqual({ denominator: 4, top: 0, left: 0, height: 251, width: 251 });
});

test("the square in the middle, and the whole at an eighth", () => {
  expect(centralSquare(375, 500)).toEqual(box(0, 62, 375, 375));
  expect(centralSquare(600, 2)).toEqual(box(299, 0, 2, 2));
  expect(wholeImage(375, 500)).toEqual({ denominator: 8, top: 0, left: 0, height: 47, width: 63 });
});

test("every crop lies within the region, the region within the image, and no needed pixel is given up", () => {
  const crop = fc.record({
    y: fc.double({ min: 0, max: 0.99, noNaN: true }),
    x: fc.double({ min: 0, max: 0.99, noNaN: true }),
    h: fc.double({ min: 0.01, max: 1, noNaN: true }),
    w: fc.double({ min: 0.01, max: 1, noNaN: true }),
  });
  const sides = fc.integer({ min: 1, max: 5000 });
  fc.assert(
    fc.property(sides, sides, fc.array(crop, { minLength: 1, maxLength: 3 }), (height, width, shares) => {
      const crops = shares.map(({ y, x, h, w }) => {
        const [top, left] = [Math.floor(y * height), Math.floor(x * width)];
        const size = {
          height: Math.max(1, Math.floor(h * (height - top))),
          width: Math.max(1, Math.floor(w * (width - left))),
        };
        return { box: box(top, left, size.height, size.width), size: 64 };
      });
      const region = planRegion(height, width, crops);
      expect(region.top + region.height).toBeLessThanOrEqual(Math.ceil(height / region.denominator));
      expect(region.left + region.width).toBeLessThanOrEqual(Math.ceil(width / region.denominator));
      for (const { box } of crops) {
        const { rows, columns } = boxInRegion(box, region);
        expect(Math.min(rows.start, columns.start)).toBeGreaterThanOrEqual(0);
        expect(rows.start + rows.length).toBeLessThanOrEqual(region.height);
        expect(columns.start + columns.length).toBeLessThanOrEqual(region.width);
        if (region.denominator > 1) expect(Math.min(rows.length, columns.length)).toBeGreaterThanOrEqual(64);
      }
    }),
  );
});
