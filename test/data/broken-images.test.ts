// Oracle: a data set that counts what it is asked, and shares worked out by hand.
import { expect, test } from "vitest";
import { checkImages, checkSample, tooManyBroken } from "../../src/data/broken-images.ts";
import type { DataProgress, Dataset } from "../../src/data/dataset.ts";
import { randomKey } from "../../src/tensor/random.ts";

function counting(length: number): { data: Dataset; asked: number[] } {
  const asked: number[] = [];
  const data = {
    info: { name: "made", length, height: 1, width: 1 },
    labels: undefined,
    read: () => Promise.reject(new Error("not asked for")),
    check: async (indices: ArrayLike<number>) => {
      asked.push(...Array.from(indices));
    },
  };
  return { data, asked };
}

test("a sample is 500 images at most, each once, drawn by the key", async () => {
  const large = counting(10_000);
  await checkSample(large.data, randomKey(1));
  expect(new Set(large.asked).size).toBe(500);
  expect(Math.max(...large.asked)).toBeGreaterThan(9000);
  const again = counting(10_000);
  await checkSample(again.data, randomKey(1));
  expect(again.asked).toEqual(large.asked);
  const small = counting(30);
  await checkSample(small.data, randomKey(1));
  expect([...small.asked].sort((a, b) => a - b)).toEqual([...Array(30).keys()]);
});

test("progress goes from nothing to all", async () => {
  const steps: DataProgress[] = [];
  await checkImages(
    counting(250).data,
    Int32Array.from({ length: 250 }, (_, i) => i),
    (step) => steps.push(step),
  );
  expect(steps.map(({ done, total }) => [done, total])).toEqual([
    [0, 250],
    [100, 250],
    [200, 250],
    [250, 250],
  ]);
});

test("data in memory is not checked", async () => {
  const { data } = counting(10);
  const { check: _, ...memory } = data;
  await checkSample(memory, randomKey(1));
});

test.each([
  [5, 500, 1, false],
  [6, 500, 1, true],
  [0, 0, 1, false],
  [1, 500, 0, true],
  [6, 500, 1.2, false],
])("%d broken of %d at %d per cent allowed: stops %s", (broken, tried, allowed, stops) => {
  const { data } = counting(1000);
  expect(tooManyBroken({ ...data, tally: { tried, broken } }, allowed) !== undefined).toBe(stops);
});

test("the message tells the share, the first broken image, and the flag that allows it", () => {
  const { data } = counting(1000);
  const skipped = [{ path: "a/1.jpg", reason: "Premature end of input file" }];
  expect(tooManyBroken({ ...data, skipped, tally: { tried: 500, broken: 11 } }, 1)).toMatchObject({
    code: "images-broken",
    message: "11 of the 500 images tried so far cannot be decoded: 2.2 %, more than the 1 % allowed",
    where: "a/1.jpg: Premature end of input file",
    remedy: expect.stringContaining("--max-broken 3"),
  });
  expect(tooManyBroken(data, 1)).toBeUndefined();
});
