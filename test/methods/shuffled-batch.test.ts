// Oracle: rows that carry their own number, and encoding without shuffling.
import { expect, test } from "vitest";
import { withShuffledBatch } from "../../src/methods/shuffled-batch.ts";
import { BatchNorm } from "../../src/nn/batch-norm.ts";
import { contiguous, normal, randomKey, reshape, type Tensor, tensor } from "../../src/tensor/index.ts";
import { native } from "../../src/tensor/native.ts";
import { expectClose } from "../expect-close.ts";

const numbered = Array.from({ length: 16 }, (_, row) => row);

test("rows come back in place, having been encoded in another order, another one for each key", () => {
  const orders = [1, 2].map((seed) => {
    let seen: number[] = [];
    const rows = withShuffledBatch(tensor(numbered, [16, 1]), randomKey(seed), (images) => {
      seen = images.toNumbers();
      return images;
    });
    expect(rows.toNumbers()).toEqual(numbered);
    return seen;
  });
  for (const order of orders) {
    expect(order).not.toEqual(numbered);
    expect(order.toSorted((a, b) => a - b)).toEqual(numbered);
    // Slices mix: each quarter of the batch holds images of several quarters.
    const quarters = new Set(order.slice(0, 4).map((row) => Math.floor(row / 4)));
    expect(quarters.size).toBeGreaterThan(1);
  }
  expect(orders[0]).not.toEqual(orders[1]);
});

test.each(["channels_last", "contiguous_format"] as const)(
  "whole images are moved; %s arrives in channels_last",
  (memoryFormat) => {
    const images = contiguous(normal(randomKey(3), [4, 3, 2, 5]), { memoryFormat });
    const values = images.toNumbers();
    withShuffledBatch(images, randomKey(1), (shuffled) => {
      expect(native().strides(shuffled.handle)).toEqual([30, 1, 15, 3]);
      const moved = shuffled.toNumbers();
      for (let row = 0; row < 4; row++) {
        const image = moved.slice(30 * row, 30 * (row + 1));
        expect(
          [0, 1, 2, 3].filter((from) => `${values.slice(30 * from, 30 * (from + 1))}` === `${image}`),
        ).toHaveLength(1);
      }
      return reshape(shuffled, [4, 30]);
    });
  },
);

test("it changes nothing but rounding without slices of batch norm, and something with them", () => {
  const images = normal(randomKey(3), [16, 5]);
  const encode = (splits: number, shuffled: boolean) => {
    const norm = new BatchNorm(5, splits);
    const forward = (x: Tensor) => norm.forward(reshape(x, [-1, 5]));
    return shuffled ? withShuffledBatch(images, randomKey(4), forward) : forward(images);
  };
  expectClose(encode(1, true), encode(1, false), { atol: 1e-5 });
  expect(() => expectClose(encode(4, true), encode(4, false), { atol: 1e-2 })).toThrow("differ");
});
