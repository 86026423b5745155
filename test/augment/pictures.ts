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

/** Bytes as photographs have them, smooth with edges and some noise; the picture of an id is always the same. */
export function photoBytes(id: number, height: number, width: number): Uint8Array {
  const draws = uniformRows(randomKey(6), [id], 12);
  const noise = uniformRows(randomKey(7), [id], height * width);
  return Uint8Array.from({ length: height * width * 3 }, (_, place) => {
    const [pixel, channel] = [Math.floor(place / 3), place % 3];
    const [y, x] = [Math.floor(pixel / width) / height, (pixel % width) / width];
    const wave = Math.sin(9 * draws[channel]! * x + 7 * draws[3 + channel]! * y + 6 * draws[6 + channel]!);
    const edge = x * draws[9]! + y > draws[10]! ? 40 : -40;
    return Math.min(255, Math.max(0, 128 + 90 * wave + edge * draws[11]! + 16 * (noise[pixel]! - 0.5)));
  });
}

/** A ragged batch: the photographs of ids 0, 1, … in these sizes, with a gap between any two. */
export function raggedPhotos(sizes: readonly (readonly [height: number, width: number])[]) {
  const gap = 5;
  const photos = sizes.map(([height, width], id) => photoBytes(id, height, width));
  const bytes = new Uint8Array(photos.reduce((sum, photo) => sum + photo.length + gap, 0));
  const geometry = new BigInt64Array(3 * sizes.length);
  let offset = 0;
  for (const [id, [height, width]] of sizes.entries()) {
    bytes.set(photos[id]!, offset);
    geometry.set([offset, height, width].map(BigInt), 3 * id);
    offset += photos[id]!.length + gap;
  }
  return { pixels: fromTypedArray(bytes, [bytes.length]), geometry };
}
