// Oracle: the same work done on this thread, bit for bit, whatever the number of decoder threads.
import { expect, test } from "vitest";
import { drawsPerBox } from "../../src/augment/crop-box.ts";
import { decodePart } from "../../src/data/decode-part.ts";
import { DecodePool } from "../../src/data/decode-pool.ts";
import { randomKey, uniformRows } from "../../src/tensor/random.ts";
import { digest, madeJpeg } from "./made-jpeg.ts";

const count = 37;
const ids = [...Array(count).keys()];
const files = await Promise.all(ids.map((seed) => madeJpeg({ width: 60 + seed, height: 90 - seed, seed })));
files[5] = files[5]!.subarray(0, files[5]!.length - 50);
const crops = ["query", "key"].map((name) => ({
  draws: uniformRows(randomKey(2).fold(name), ids, drawsPerBox),
  scale: [0.2, 1] as const,
  ratio: [3 / 4, 4 / 3] as const,
  size: 24,
}));

async function alone(wanted: Parameters<typeof decodePart>[2]) {
  const { pixels, rows } = await decodePart(files, [0, count], wanted);
  return rows.map((row) =>
    "reason" in row
      ? row
      : { ...row, offset: 0, pixels: digest(pixels.subarray(row.offset, row.offset + row.height * row.width * 3)) },
  );
}

test.each([1, 2, 4])("%d threads make the same of a batch, two batches in turn", async (threads) => {
  const pool = new DecodePool(threads);
  const kinds = [
    { kind: "crops", crops },
    { kind: "square", size: 20 },
  ] as const;
  const batches = await Promise.all(kinds.map((wanted) => pool.decode(files, wanted)));
  await pool.close();
  for (const [i, wanted] of kinds.entries()) {
    const images = batches[i]!.map((row) =>
      "reason" in row ? row : { ...row, offset: 0, pixels: digest(row.pixels) },
    );
    expect(images).toEqual(await alone(wanted));
    expect(images[5]).toEqual({ reason: "Premature end of input file" });
  }
});

test("nothing to decode needs no thread", async () => {
  expect(await new DecodePool(1).decode([], { kind: "check" })).toEqual([]);
});

test("a closed pool starts again", async () => {
  const pool = new DecodePool(1);
  const first = await pool.decode(files.slice(0, 2), { kind: "square", size: 8 });
  await pool.close();
  expect(await pool.decode(files.slice(0, 2), { kind: "square", size: 8 })).toEqual(first);
  await pool.close();
});

test("a thread that dies fails what it was asked for, and the next job starts another", async () => {
  const pool = new DecodePool(1);
  await expect(pool.decode(files.slice(0, 1), undefined as never)).rejects.toMatchObject({ code: "decoder-failed" });
  expect(await pool.decode(files.slice(0, 1), { kind: "check" })).toHaveLength(1);
  await pool.close();
});
