// Pictures for the tests of `augment`: bytes by a formula that the reference values were made with, colours, random ones.
import { fromTypedArray, randomKey, type Tensor, tensor, uniformRows } from "../../src/tensor/index.ts";

/** Channel `c` of pixel (y, x) is (37 y² + 11 x (c + 1) + 5 x y + 90 c) mod 256; float32 `[1, 3, height, width]`. */
export function formulaImage(height: number, width: number): Tensor {
  const values = [0, 1, 2].flatMap((c) =>
    Array.from({ length: height * width }, (_, pixel) => {
      const [y, x] = [Math.floor(pixel / width), pixel % width];
      return ((37 * y * y + 11 * x * (c + 1) + 5 * x * y + 90 * c) % 256) / 255;
    }),
  );
  return tensor(values, [1, 3, height, width]);
}

const colors = [
  [255, 0, 0],
  [0, 128, 255],
  [250, 240, 10],
  [12, 200, 90],
  [64, 64, 64],
  [0, 0, 0],
  [180, 20, 200],
  [255, 255, 255],
];

/** Eight colours, two rows of four, `count` times; float32 `[count, 3, 2, 4]`. */
export function colorImages(count: number): Tensor {
  const planes = [0, 1, 2].flatMap((c) => colors.map((color) => color[c]! / 255));
  return tensor(Array(count).fill(planes).flat(), [count, 3, 2, 4]);
}

/** Bytes of images as a data set's read() gives them: the picture of an id is always the same. */
export function imageBytes(ids: readonly number[], height: number, width: number): Tensor {
  const draws = uniformRows(randomKey(5), ids, height * width * 3);
  return fromTypedArray(
    Uint8Array.from(draws, (draw) => draw * 256),
    [ids.length, height, width, 3],
  );
}

export const idsTo = (count: number) => Array.from({ length: count }, (_, id) => id);
