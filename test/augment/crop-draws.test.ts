// Oracle: augment itself, whose crops must be those that are foretold.
import { expect, test } from "vitest";
import { augment } from "../../src/augment/augment.ts";
import { cropBoxes, drawsPerBox } from "../../src/augment/crop-box.ts";
import { cropDraws } from "../../src/augment/crop-draws.ts";
import { evaluation, linear, mocoV2, simclr } from "../../src/augment/recipes.ts";
import { fromTypedArray, randomKey, uniformRows } from "../../src/tensor/index.ts";

const key = randomKey(9);
const ids = [5, 2, 8];

test("a recipe that begins with a crop has draws, one that shows the middle has none", () => {
  expect(cropDraws(mocoV2, { ids, key })).toMatchObject({ scale: [0.2, 1], ratio: [3 / 4, 4 / 3] });
  expect(cropDraws(simclr, { ids, key })?.draws.length).toBe(3 * drawsPerBox);
  expect(cropDraws(mocoV2, { ids, key, cropScale: [0.5, 1] })?.scale).toEqual([0.5, 1]);
  expect(cropDraws(evaluation, { ids, key })).toBeUndefined();
});

test("boxes made of these draws are the boxes that augment draws", () => {
  const [height, width, size] = [30, 40, 16];
  const pixels = Uint8Array.from(uniformRows(randomKey(1), ids, height * width * 3), (draw) => 256 * draw);
  const images = fromTypedArray(pixels, [3, height, width, 3]);
  const options = { ids, key, size, cropScale: [0.3, 1] as const };
  const { draws, ...ranges } = cropDraws(linear, options)!;
  const boxes = cropBoxes(draws, Array(3).fill(height), Array(3).fill(width), ranges);
  const drawn = augment(images, linear, options).toNumbers();
  expect(augment(images, linear, { ...options, boxes }).toNumbers()).toEqual(drawn);
  // The same images as a ragged batch.
  const geometry = BigInt64Array.from(
    [0, 1, 2].flatMap((row) => [row * height * width * 3, height, width].map(BigInt)),
  );
  const ragged = augment(fromTypedArray(pixels, [pixels.length]), linear, { ...options, boxes, geometry }).toNumbers();
  expect(Math.max(...ragged.map((value, i) => Math.abs(value - drawn[i]!)))).toBeLessThan(1e-5);
});
