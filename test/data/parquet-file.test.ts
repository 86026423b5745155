// Oracle: the rows that were written by an independent writer, in the form in which Hugging Face stores images.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parquetWriteFile } from "hyparquet-writer";
import { expect, test } from "vitest";
import { ParquetFile } from "../../src/data/parquet-file.ts";
import { featuresOf, type MadeRow, writeParquet } from "./made-parquet.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const rows: MadeRow[] = [
  // Not UTF-8: bytes must stay bytes.
  { bytes: Uint8Array.of(0xff, 0xd8, 0xff, 0), label: 1 },
  { bytes: new Uint8Array(5000).map((_, i) => (i * 7) % 256), label: 0 },
  { bytes: undefined, label: 2 },
  { bytes: Uint8Array.of(4), label: 1 },
  { bytes: new Uint8Array(0), label: -1 },
];

async function made(features?: Record<string, unknown>, given = rows): Promise<ParquetFile> {
  const path = join(temporaryFolder(), "train-00000-of-00001.parquet");
  writeParquet(path, given, { ...(features && { features }), rowGroupSize: 2 });
  return ParquetFile.open(path);
}

test("row groups with their images, labels and class names", async () => {
  const file = await made(featuresOf("ant", "bee", "cat"));
  expect(file.rows).toBe(5);
  expect(file.classes).toEqual(["ant", "bee", "cat"]);
  expect(file.groups.map(({ first, rows }) => [first, rows])).toEqual([
    [0, 2],
    [2, 2],
    [4, 1],
  ]);
  expect(file.groups[0]!.bytes).toBeGreaterThan(5004);
  expect(await file.labels()).toEqual(Int32Array.of(1, 0, 2, 1, -1));
  const images = (await Promise.all(file.groups.map((group) => file.images(group)))).flat();
  expect(images.map((image) => image && [...image])).toEqual(rows.map(({ bytes }) => bytes && [...bytes]));
});

test("class names may be written as a table, and columns be called otherwise", async () => {
  const features = { image: { _type: "Image" }, label: { names: { "0": "ant", "1": "bee" }, _type: "ClassLabel" } };
  expect((await made(features)).classes).toEqual(["ant", "bee"]);
  const path = join(temporaryFolder(), "named.parquet");
  const value = JSON.stringify({
    info: { features: { photo: { _type: "Image" }, kind: { _type: "ClassLabel", names: ["a", "b"] } } },
  });
  parquetWriteFile({
    filename: path,
    columnData: [
      { name: "kind", data: [1, 0], type: "INT32" },
      { name: "photo", data: [Uint8Array.of(1, 2), Uint8Array.of(3)], type: "BYTE_ARRAY" },
    ],
    kvMetadata: [{ key: "huggingface", value }],
  });
  const file = await ParquetFile.open(path);
  expect(await file.labels()).toEqual(Int32Array.of(1, 0));
  expect(await file.images(file.groups[0]!)).toEqual([Uint8Array.of(1, 2), Uint8Array.of(3)]);
});

test("without Hugging Face's entry the customary names count; without labels there are none", async () => {
  const plain = await made();
  expect([plain.classes, await plain.labels()]).toEqual([undefined, Int32Array.of(1, 0, 2, 1, -1)]);
  const bare = await made(undefined, [{ bytes: Uint8Array.of(1) }]);
  expect(await bare.labels()).toBeUndefined();
  expect(await bare.images(bare.groups[0]!)).toEqual([Uint8Array.of(1)]);
});

test("what is no parquet file, or has no images, is refused by name", async () => {
  const path = join(temporaryFolder(), "made.parquet");
  for (const content of ["", "no parquet", "x".repeat(200)]) {
    writeFileSync(path, content);
    await expect(ParquetFile.open(path)).rejects.toMatchObject({ code: "parquet-unreadable", where: path });
  }
  await expect(ParquetFile.open(`${path}.gone`)).rejects.toMatchObject({ code: "parquet-unreadable" });
  parquetWriteFile({ filename: path, columnData: [{ name: "text", data: ["a"], type: "STRING" }] });
  await expect(ParquetFile.open(path)).rejects.toMatchObject({
    code: "parquet-without-images",
    message: "no column of images; its columns: text",
    where: path,
  });
});
