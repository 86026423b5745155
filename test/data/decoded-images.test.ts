// Oracle: pictures of one grey each, so that a pixel tells which was read; whole decoding, then cropping, as the slow way.

import sharp from "sharp";
import { expect, test } from "vitest";
import { cropBoxes, drawsPerBox } from "../../src/augment/crop-box.ts";
import { DecodePool } from "../../src/data/decode-pool.ts";
import { DecodedImages, type EncodedImages } from "../../src/data/decoded-images.ts";
import { randomKey, uniformRows } from "../../src/tensor/random.ts";
import { bySharp, cutOut, digest, largestDifference, madeJpeg } from "./made-jpeg.ts";

const size = 8;

async function grey(value: number): Promise<Uint8Array> {
  const create = { width: 10, height: 10, channels: 3 as const, background: { r: value, g: value, b: value } };
  return sharp({ create }).png().toBuffer();
}

/** Pictures of these greys; undefined is a broken one. */
async function pictures(greys: readonly (number | undefined)[], labels?: readonly number[], pool?: DecodePool) {
  const files = await Promise.all(greys.map((value) => (value === undefined ? Buffer.from("broken") : grey(value))));
  return dataset(files, labels, pool);
}

function dataset(files: readonly Uint8Array[], labels?: readonly number[], pool?: DecodePool): DecodedImages {
  const images: EncodedImages = {
    length: files.length,
    labels: labels && Int32Array.from(labels),
    name: (index) => `image ${index}`,
    locate: (index) => files[index]!,
  };
  const info = { name: "made", length: files.length, height: size, width: size, classes: ["a", "b"] };
  return new DecodedImages(images, { info, path: "/made", ...(pool && { pool }) });
}

async function greysOf(data: DecodedImages, indices: readonly number[]): Promise<number[]> {
  const { images, count, height, width } = await data.read(indices);
  expect([images.length, height, width]).toEqual([count * size * size * 3, size, size]);
  return Array.from({ length: count }, (_, row) => images[row * size * size * 3]!);
}

test("images come in the order asked for, repeated where asked twice", async () => {
  expect(await greysOf(await pictures([10, 20, 30]), [2, 0, 2])).toEqual([30, 10, 30]);
});

test("a broken image is replaced by one of its class, always the same, whatever was read before", async () => {
  const greys = [...Array(30).keys()].map((i) => (i % 5 === 3 ? undefined : i));
  const labels = greys.map((_, i) => i % 2);
  const all = greys.map((_, i) => i);
  const first = await greysOf(await pictures(greys, labels), all);
  for (const [i, value] of first.entries()) {
    expect(value % 2).toBe(i % 2);
    if (greys[i] !== undefined) expect(value).toBe(greys[i]);
  }
  const replaced = all.filter((i) => greys[i] === undefined).map((i) => first[i]);
  expect(new Set(replaced).size).toBeGreaterThan(2);
  const other = await pictures(greys, labels);
  const backwards = [...all].reverse();
  expect((await greysOf(other, backwards)).reverse()).toEqual(first);
  expect(await greysOf(other, [3, 8])).toEqual([first[3], first[8]]);
});

test("each broken image is named and counted once, images tried are counted once", async () => {
  const data = await pictures([10, undefined, 30, undefined]);
  await greysOf(data, [0, 1, 1]);
  await greysOf(data, [1, 0, 3]);
  expect(data.tally.broken).toBe(2);
  expect(data.skipped).toEqual(
    [1, 3].map((i) => ({ path: `image ${i}`, reason: "Input buffer contains unsupported image format" })),
  );
  await data.check([0, 1, 2, 3]);
  expect(data.tally).toEqual({ tried: 4, broken: 2 });
  expect(data.skipped).toHaveLength(2);
});

test("a class of which no image can be read is an error that names it", async () => {
  const data = await pictures([10, undefined, undefined], [0, 1, 1]);
  await expect(data.read([0, 2])).rejects.toMatchObject({
    code: "images-unreadable",
    message: "no image of class b can be read; image 2: Input buffer contains unsupported image format",
    where: "/made",
  });
});

const count = 9;
const ids = [...Array(count).keys()];
const cropsOf = (rows: readonly number[]) =>
  Object.fromEntries(
    ["query", "key"].map((name) => {
      const draws = uniformRows(randomKey(3).fold(name), rows, drawsPerBox);
      return [name, { draws, scale: [0.2, 1] as const, ratio: [3 / 4, 4 / 3] as const, size: 40 }];
    }),
  );

test("for crops: each box shows what it shows of the whole image", async () => {
  const files = await Promise.all(ids.map((seed) => madeJpeg({ width: 90 + seed, height: 70, seed })));
  const { images, geometry, boxes } = await dataset(files).readForCrops(ids, cropsOf(ids));
  let end = 0;
  for (const row of ids) {
    const [offset, height, width] = Array.from(geometry!.subarray(3 * row, 3 * row + 3), Number) as [
      number,
      number,
      number,
    ];
    expect(offset).toBe(end);
    end = offset + height * width * 3;
    const whole = await bySharp(files[row]!);
    const region = images.subarray(offset, end);
    const own = Object.entries(cropsOf(ids)).map(([name, { draws, ...ranges }]) => {
      const box = cropBoxes(draws.subarray(row * drawsPerBox), [70], [90 + row], ranges)[0]!;
      const { rows, columns } = boxes![name]![row]!;
      expect([rows.length, columns.length]).toEqual([box.rows.length, box.columns.length]);
      return { top: box.rows.start - rows.start, left: box.columns.start - columns.start };
    });
    // Both boxes tell the same place of the region in the image.
    expect(own[0]).toEqual(own[1]);
    const expected = cutOut(whole.pixels, 90 + row, { ...own[0]!, height, width });
    expect(largestDifference(region, expected)).toBeLessThanOrEqual(1);
  }
  expect(images.length).toBe(end);
});

test("for crops: bit-equal with 1, 2 and 4 threads, also where images are broken", async () => {
  const files = await Promise.all(ids.map((seed) => madeJpeg({ width: 90 + seed, height: 70, seed })));
  files[2] = files[2]!.subarray(0, 400);
  files[7] = Buffer.from("broken");
  const batches = [];
  for (const threads of [1, 2, 4]) {
    const pool = new DecodePool(threads);
    const data = dataset(files, undefined, pool);
    const { images, ...batch } = await data.readForCrops(ids, cropsOf(ids));
    batches.push([digest(images), batch, data.skipped, data.tally]);
    await pool.close();
  }
  expect(batches[1]).toEqual(batches[0]);
  expect(batches[2]).toEqual(batches[0]);
});

test("a replacement is cropped by the draws of the row it fills", async () => {
  const whole = await madeJpeg({ width: 90, height: 70 });
  const data = dataset([whole, Buffer.from("broken")]);
  const { images, ...batch } = await data.readForCrops([1, 0], cropsOf([1, 0]));
  const { images: expected, ...other } = await dataset([whole, whole]).readForCrops([1, 0], cropsOf([1, 0]));
  expect(batch).toEqual(other);
  expect(digest(images)).toBe(digest(expected));
});

test("memory stays bounded: reading on and on does not grow the process", async () => {
  const files = await Promise.all(ids.map((seed) => madeJpeg({ width: 320, height: 240, seed })));
  const data = dataset(files);
  const rows = Array.from({ length: 32 }, (_, row) => row % count);
  const crops = cropsOf(rows);
  const read = async (batches: number) => {
    for (let batch = 0; batch < batches; batch++) await data.readForCrops(rows, crops);
    return process.memoryUsage().rss / 2 ** 20;
  };
  const before = await read(20);
  // A batch is about 6 MB: kept, 60 of them would be 360.
  expect((await read(60)) - before).toBeLessThan(150);
});
