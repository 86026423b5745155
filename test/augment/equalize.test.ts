// Oracle: PIL's table worked by hand, and the flat histogram of a picture that has every level.
import { expect, test } from "vitest";
import { equalize } from "../../src/augment/equalize.ts";
import { randomKey, tensor, uniform } from "../../src/tensor/index.ts";

const bytesOf = (image: { toNumbers(): number[] }) => image.toNumbers().map((value) => Math.round(value * 255));

test("two levels of 510 pixels each: step = ⌊510 / 255⌋ = 2, so that they become ⌊1/2⌋ and ⌊511/2⌋", () => {
  const plane = [...Array(510).fill(100 / 255), ...Array(510).fill(120 / 255)];
  const made = bytesOf(equalize(tensor(plane, [1, 1, 30, 34])));
  expect(new Set(made.slice(0, 510))).toEqual(new Set([0]));
  expect(new Set(made.slice(510))).toEqual(new Set([255]));
});

test("a picture of fewer pixels than levels stays as it is", () => {
  const plane = [10, 20, 30, 40];
  expect(
    bytesOf(
      equalize(
        tensor(
          plane.map((level) => level / 255),
          [1, 1, 2, 2],
        ),
      ),
    ),
  ).toEqual(plane);
});

test("a dark picture spreads over the whole range, each channel by itself", () => {
  const dark = uniform(randomKey(1), [1, 3, 64, 64])
    .toNumbers()
    .map((value) => value ** 3);
  const made = bytesOf(equalize(tensor(dark, [1, 3, 64, 64])));
  for (const channel of [0, 1, 2]) {
    const plane = made.slice(channel * 4096, (channel + 1) * 4096);
    for (const quarter of [0, 1, 2, 3]) {
      const share = plane.filter((level) => Math.floor(level / 64) === quarter).length / 4096;
      expect(Math.abs(share - 0.25)).toBeLessThan(0.08);
    }
  }
});
