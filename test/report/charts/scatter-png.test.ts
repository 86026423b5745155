// Oracle: pixels of single discs, worked out by hand.
import sharp from "sharp";
import { expect, test } from "vitest";
import { scatterPng } from "../../../src/report/charts/scatter-png.ts";

async function pixels(points: Parameters<typeof scatterPng>[0], size: { width: number; height: number }) {
  const url = await scatterPng(points, { ...size, radius: 2 });
  expect(url).toMatch(/^data:image\/png;base64,/);
  const { data, info } = await sharp(Buffer.from(url.split(",")[1]!, "base64"))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([size.width, size.height, 4]);
  return (x: number, y: number) => [...data.subarray(4 * (y * size.width + x), 4 * (y * size.width + x) + 4)];
}

test("a disc has its colour at the centre, fades at its edge, and leaves the rest clear", async () => {
  const at = await pixels([{ x: 5, y: 5, colour: "#336699" }], { width: 12, height: 10 });
  expect(at(5, 5)).toEqual([0x33, 0x66, 0x99, Math.round(255 * 0.7)]);
  // At distance 2 half of the pixel is covered.
  expect(at(7, 5)).toEqual([0x33, 0x66, 0x99, Math.round(255 * 0.35)]);
  expect(at(8, 5)).toEqual([0, 0, 0, 0]);
});

test("a later disc lies above an earlier one; one at the rim is cut off", async () => {
  const at = await pixels(
    [
      { x: 0, y: 0, colour: "#000000" },
      { x: 0, y: 0, colour: "#ffffff" },
      { x: 40, y: 0, colour: "#ffffff" },
    ],
    { width: 4, height: 4 },
  );
  // 0.7 white over 0.7 black: alpha 0.91, white in a share of 0.7 ÷ 0.91.
  const [red, , , alpha] = at(0, 0);
  expect(Math.abs(alpha! - 255 * 0.91)).toBeLessThan(1);
  expect(Math.abs(red! - (255 * 0.7) / 0.91)).toBeLessThan(1.5);
});
