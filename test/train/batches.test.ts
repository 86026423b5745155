// Oracle: sets of ids counted by hand, and views made one image at a time.
import { describe, expect, test } from "vitest";
import { fourRotations, type ViewDeclaration } from "../../src/augment/index.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { DecodedImages } from "../../src/data/decoded-images.ts";
import { randomKey } from "../../src/tensor/index.ts";
import { batchOrder, makeViews, readForViews, sliceBatch } from "../../src/train/batches.ts";
import { madeJpeg } from "../data/made-jpeg.ts";
import { expectClose } from "../expect-close.ts";
import { toyImages } from "./toy-job.ts";

const key = randomKey(4);

describe("the order of an epoch", () => {
  const steps = (order: (step: number) => Int32Array, from: number, to: number) =>
    Array.from({ length: to - from }, (_, step) => [...order(from + step)]).flat();

  test("is a permutation of all images, another one each epoch", () => {
    const order = batchOrder(key, 12, 3, 4);
    const epochs = [0, 1, 2].map((epoch) => steps(order, 3 * epoch, 3 * epoch + 3));
    for (const epoch of epochs) expect(epoch.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(new Set(epochs.map(String)).size).toBe(3);
  });

  test("leaves out the last incomplete batch, which is another one each epoch", () => {
    const order = batchOrder(key, 11, 2, 4);
    const epochs = [0, 1, 2].map((epoch) => steps(order, 2 * epoch, 2 * epoch + 2));
    for (const epoch of epochs) expect(new Set(epoch).size).toBe(8);
    const all = new Set([...Array(11).keys()]);
    const missed = epochs.map((epoch) => [...all].filter((id) => !epoch.includes(id)).join());
    expect(new Set(missed).size).toBeGreaterThan(1);
  });

  test("depends on key and step alone, not on where a run started", () => {
    const reference = batchOrder(key, 12, 3, 4);
    const whole = Array.from({ length: 9 }, (_, step) => [...reference(step)]);
    for (let start = 0; start < 9; start++) expect([...batchOrder(key, 12, 3, 4)(start)]).toEqual(whole[start]);
    expect([...batchOrder(randomKey(5), 12, 3, 4)(0)]).not.toEqual(whole[0]);
  });
});

describe("views", () => {
  const declared = { query: { recipe: "moco-v2-small" }, key: { recipe: "moco-v2-small" } };

  test("of an image depend on its id and the view's name, not on the batch around it", async () => {
    const data = toyImages();
    const ids = Int32Array.from([5, 9, 20]);
    const together = makeViews({ batch: await data.read(ids), ids, declared, cropScale: 0.3, size: 6, key });
    const alone = makeViews({
      batch: await data.read([9]),
      ids: Int32Array.of(9),
      declared,
      cropScale: 0.3,
      size: 6,
      key,
    });
    expect(together.query!.images.shape).toEqual([3, 3, 6, 6]);
    const pixels = 3 * 6 * 6;
    for (const name of ["query", "key"])
      expect(together[name]!.images.toNumbers().slice(pixels, 2 * pixels)).toEqual(alone[name]!.images.toNumbers());
    expect(alone.query!.images.toNumbers()).not.toEqual(alone.key!.images.toNumbers());
  });

  test("crops are as large as the crop scale asks: the whole image at 1", async () => {
    const batch = await toyImages().read([0]);
    // A grey image with one bright corner keeps its corner only where nothing is cropped away.
    batch.images.fill(10);
    batch.images.fill(250, 0, 3);
    const views = (cropScale: number) =>
      makeViews({ batch, ids: Int32Array.of(0), declared: { view: { recipe: "linear" } }, cropScale, size: 8, key });
    const spread = (images: number[]) => Math.max(...images) - Math.min(...images);
    expect(spread(views(1).view!.images.toNumbers())).toBeGreaterThan(3);
    expect(spread(views(0.08).view!.images.toNumbers())).toBeLessThan(1);
  });
});

test("a slice of a batch is the rows asked for, without a copy", async () => {
  const batch = await toyImages().read([7, 3, 8, 1]);
  const slice = sliceBatch(batch, 1, 3);
  expect(slice).toMatchObject({ count: 2, height: 8, width: 8 });
  expect(slice.images).toEqual((await toyImages().read([3, 8])).images);
  expect(slice.images.buffer).toBe(batch.images.buffer);
});

describe("reading for views", () => {
  const declared = { query: { recipe: "moco-v2" }, key: { recipe: "moco-v2" } };
  const input = (ids: Int32Array) => ({ ids, declared, cropScale: 0.3, size: 24, key });

  /** Photos of one size, so that the same can be read whole. */
  async function photos(): Promise<Dataset> {
    const files = await Promise.all([1, 2, 3, 4].map((seed) => madeJpeg({ width: 40, height: 40, seed })));
    const name = (index: number) => `photo ${index}`;
    const info = { name: "photos", length: 4, height: 40, width: 40 };
    return new DecodedImages(
      { length: 4, labels: undefined, name, locate: (index) => files[index]! },
      { info, path: "photos" },
    );
  }

  test("the views of images read for them are those of images read whole", async () => {
    const data = await photos();
    const ids = Int32Array.of(2, 0, 3);
    const ragged = await readForViews(data, input(ids));
    expect(ragged.geometry).toHaveLength(9);
    expect(ragged.images.length).toBeLessThan(3 * 40 * 40 * 3);
    const [fromCrops, fromWhole] = [ragged, await data.read(ids)].map((batch) => makeViews({ ...input(ids), batch }));
    for (const name of ["query", "key"]) {
      const whole = fromWhole![name]!.images.toNumbers();
      const errors = fromCrops![name]!.images.toNumbers().map((value, i) => Math.abs(value - whole[i]!));
      expect(Math.max(...errors)).toBeLessThan(1e-4);
    }
  });

  test("so are views of several crops and sizes, and what is derived of them", async () => {
    const data = await photos();
    const ids = Int32Array.of(3, 1);
    const recipe = "moco-v2";
    const several = {
      large: { recipe, count: 2, cropScale: [0.5, 1] },
      small: { recipe, count: 3, size: { share: 0.5 }, cropScale: [0.2, 0.3] },
      turned: { from: "image", derive: fourRotations() },
      image: { recipe, size: { pixels: 16 } },
    } satisfies Record<string, ViewDeclaration>;
    const ragged = await readForViews(data, { ...input(ids), declared: several });
    expect(Object.keys(ragged.boxes!)).toEqual(["large/0", "large/1", "small/0", "small/1", "small/2", "image"]);
    const whole = await data.read(ids);
    const [fromCrops, fromWhole] = [ragged, whole].map((batch) =>
      makeViews({ ...input(ids), declared: several, batch }),
    );
    for (const [name, { images }] of Object.entries(fromWhole!)) {
      expect(fromCrops![name]!.images.shape).toEqual(images.shape);
      expectClose(fromCrops![name]!.images, images, { atol: 1e-4 });
    }
    expect(fromWhole!.small!.images.shape).toEqual([6, 3, 12, 12]);
  });

  test("a slice of images of different sizes is the same rows read alone", async () => {
    const data = await photos();
    const ids = Int32Array.of(2, 0, 3, 1);
    const slice = sliceBatch(await readForViews(data, input(ids)), 1, 3);
    expect(slice).toEqual(await readForViews(data, input(ids.slice(1, 3))));
    const last = sliceBatch(await readForViews(data, input(ids)), 2, 4);
    expect(last).toEqual(await readForViews(data, input(ids.slice(2, 4))));
  });

  test("a view that shows the middle of an image, or a frame, has it read whole, as data in memory is", async () => {
    const ids = Int32Array.of(1, 2);
    const mixed = { ...input(ids), declared: { ...declared, middle: { recipe: "evaluation" } } };
    expect((await readForViews(await photos(), mixed)).geometry).toBeUndefined();
    const frame = { recipe: "moco-v2", frame: { index: 1, of: 2 } };
    expect((await readForViews(await photos(), { ...input(ids), declared: { frame } })).geometry).toBeUndefined();
    const { release: _, ...read } = await readForViews(toyImages(), input(ids));
    expect(await toyImages().read(ids)).toMatchObject(read);
  });
});
