// Oracle: pixels numbered by hand.

import { expect, test } from "vitest";
import { memoryDataset } from "../../src/data/memory-dataset.ts";

// Three images of 1×2 pixels: image i holds the bytes 10i … 10i + 5.
const images = Uint8Array.from([0, 1, 2].flatMap((i) => [0, 1, 2, 3, 4, 5].map((byte) => 10 * i + byte)));
const dataset = memoryDataset({
  name: "three",
  images,
  labels: Int32Array.of(2, 0, 1),
  height: 1,
  width: 2,
  classes: ["a", "b", "c"],
});

test("reads images in the order asked for, repeats too", async () => {
  expect(dataset.info).toEqual({ name: "three", length: 3, height: 1, width: 2, classes: ["a", "b", "c"] });
  expect(await dataset.read([2, 0, 2])).toEqual({
    images: Uint8Array.of(20, 21, 22, 23, 24, 25, 0, 1, 2, 3, 4, 5, 20, 21, 22, 23, 24, 25),
    count: 3,
    height: 1,
    width: 2,
    release: expect.any(Function),
  });
});

test("a batch that was given back is the memory of the next one of its size, and of no other", async () => {
  const [first, second] = [await dataset.read([0, 1]), await dataset.read([1, 2])];
  first.release!();
  const smaller = await dataset.read([2]);
  second.release!();
  const third = await dataset.read([2, 0]);
  expect(smaller.images.buffer).not.toBe(first.images.buffer);
  expect(third.images.buffer).toBe(second.images.buffer);
  expect(third.images).toEqual(Uint8Array.of(20, 21, 22, 23, 24, 25, 0, 1, 2, 3, 4, 5));
  expect(smaller.images).toEqual(Uint8Array.of(20, 21, 22, 23, 24, 25));
});

test("a batch is a copy: writing into it changes no image", async () => {
  const batch = await dataset.read([0]);
  batch.images.fill(99);
  expect((await dataset.read([0])).images).toEqual(Uint8Array.of(0, 1, 2, 3, 4, 5));
});

test.each([-1, 3, 0.5])("index %d is refused", async (index) => {
  await expect(dataset.read([index])).rejects.toThrow(`three: image ${index} asked for; it has images 0 to 2`);
});

test("pixels and labels must agree", () => {
  const wrong = { name: "wrong", images, labels: Int32Array.of(0), height: 1, width: 2 };
  expect(() => memoryDataset(wrong)).toThrow("wrong: 18 bytes of pixels for 1 labels; expected 6 each");
});
