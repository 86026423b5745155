// Images for benchmarks: noise in several octaves, coloured, and as large in a file as photographs are.
import { randomKey, uniformRows } from "../../../tensor/index.ts";

/** `[count, height, width, 3]`, 8 bits a channel; the same on every machine. */
export function madeImages(count: number, height: number, width: number): Uint8Array {
  const images = new Uint8Array(count * height * width * 3);
  for (let image = 0; image < count; image++) {
    const key = randomKey(4).fold(image);
    const octaves = [64, 24, 8, 1.4].map((cell, octave) => octaveOf(key.fold(octave), cell, height, width));
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let channel = 0; channel < 3; channel++) {
          const sum = octaves.reduce((total, at, octave) => total + at(y, x, channel) * octaveWeights[octave]!, 0);
          images[((image * height + y) * width + x) * 3 + channel] = Math.max(
            0,
            Math.min(255, 128 + 512 * (sum - 0.5)),
          );
        }
  }
  return images;
}

// Falling as the spectrum of photographs does.
const octaveWeights = [0.46, 0.24, 0.16, 0.14];

/** Draws on a grid of `cell` pixels, interpolated between; channels share most of it, as those of photographs do. */
function octaveOf(key: ReturnType<typeof randomKey>, cell: number, height: number, width: number) {
  const [rows, columns] = [Math.ceil(height / cell) + 2, Math.ceil(width / cell) + 2];
  const draws = uniformRows(
    key,
    Int32Array.from({ length: rows }, (_, row) => row),
    columns * 4,
  );
  const drawn = (row: number, column: number, channel: number) => {
    const at = (row * columns + column) * 4;
    return 0.75 * draws[at + 3]! + 0.25 * draws[at + channel]!;
  };
  return (y: number, x: number, channel: number) => {
    const [row, column] = [Math.floor(y / cell), Math.floor(x / cell)];
    const [down, right] = [y / cell - row, x / cell - column];
    const above = drawn(row, column, channel) * (1 - right) + drawn(row, column + 1, channel) * right;
    const below = drawn(row + 1, column, channel) * (1 - right) + drawn(row + 1, column + 1, channel) * right;
    return above * (1 - down) + below * down;
  };
}
