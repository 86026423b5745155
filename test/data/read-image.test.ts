// Oracle: the bytes that were written, and the check value of CRC-32.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readImage } from "../../src/data/read-image.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test("a file, a part of one, or bytes as they are", async () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "before 123456789 after");
  expect(Buffer.from(await readImage(path)).toString()).toBe("before 123456789 after");
  const part = { path, offset: 7, length: 9 };
  for (const location of [part, { ...part, checksum: 0xcbf43926 }]) {
    expect(Buffer.from(await readImage(location)).toString()).toBe("123456789");
  }
  const bytes = Uint8Array.of(1);
  expect(await readImage(bytes)).toBe(bytes);
});

test("what cannot be had says why", async () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "123456789");
  const part = { path, offset: 0, length: 9 };
  await expect(readImage({ ...part, checksum: 1 })).rejects.toThrow("do not match their checksum");
  await expect(readImage({ ...part, offset: 1 })).rejects.toThrow("ends within the image");
  await expect(readImage(`${path}.gone`)).rejects.toThrow("ENOENT");
});
