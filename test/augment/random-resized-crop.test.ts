// Oracle: how far a ramp spreads in the crops; the boxes of crop-box.ts by the draws of the step's key.
import { expect, test } from "vitest";
import { cropBoxes, drawsPerBox } from "../../src/augment/crop-box.ts";
import { randomResizedCrop } from "../../src/augment/random-resized-crop.ts";
import { mean, randomKey, tensor, uniformRows } from "../../src/tensor/index.ts";
import { idsTo } from "./pictures.ts";

test("the run's crop scale goes before the recipe's", () => {
  // Columns rise from 0 to 31: the spread of a crop's values shows how wide it is.
  const count = 64;
  const ramp = Array.from({ length: 3 * 32 * 32 }, (_, i) => i % 32);
  const images = tensor(Array(count).fill(ramp).flat(), [count, 3, 32, 32]);
  const context = { ids: idsTo(count), key: randomKey(1), size: 32 };
  const step = randomResizedCrop({ scale: [0.05, 0.1] });
  const spread = (cropScale?: readonly [number, number]) =>
    mean(step.apply(images, { ...context, cropScale }), [1, 2]) // [count, 32]
      .toNumbers()
      .reduce((sum, value, i) => sum + (i % 32 === 31 ? value : i % 32 === 0 ? -value : 0), 0) / count;
  expect(spread()).toBeLessThan(12);
  expect(spread([0.8, 1])).toBeGreaterThan(25);
});

test("boxes come from the draws of the key's box, for images of any size", () => {
  const key = randomKey(9);
  const [ids, heights, widths] = [
    [4, 8, 2],
    [10, 20, 300],
    [30, 20, 5],
  ];
  const { boxes, sees } = randomResizedCrop({ scale: [0.2, 1] }).crop!({ ids, key, size: 8 }, heights, widths);
  const draws = uniformRows(key.fold("box"), ids, drawsPerBox);
  expect(boxes).toEqual(cropBoxes(draws, heights, widths, { scale: [0.2, 1], ratio: [3 / 4, 4 / 3] }));
  expect(sees).toBe("box");
});
