// Oracle: bytes with their lower bits cleared by the processor.
import { expect, test } from "vitest";
import { posterize } from "../../src/augment/posterize.ts";
import { tensor } from "../../src/tensor/index.ts";

test("all 256 levels, for each number of bits that stay", () => {
  const levels = Array.from({ length: 256 }, (_, level) => level / 255);
  for (const bits of [0, 1, 3, 4, 7, 8]) {
    const made = posterize(tensor(levels, [1, 1, 16, 16]), [bits]).toNumbers();
    const expected = levels.map((_, level) => level & (0xff00 >> bits) & 0xff);
    expect(made.map((value) => Math.round(value * 255))).toEqual(expected);
  }
});
