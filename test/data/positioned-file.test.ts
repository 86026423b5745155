// Oracle: the bytes that were written.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PositionedFile } from "../../src/data/positioned-file.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test("reads at any position, many at a time, and fewer bytes at the end", async () => {
  const path = join(temporaryFolder(), "file");
  const content = Buffer.from(Array.from({ length: 3000 }, (_, i) => i % 251));
  writeFileSync(path, content);
  const file = new PositionedFile(path);
  expect(file.size).toBe(3000);
  const places = Array.from({ length: 60 }, (_, i) => 53 * i);
  const parts = await Promise.all(places.map((place) => file.read(place, 100)));
  expect(parts).toEqual(places.map((place) => content.subarray(place, place + 100)));
  expect(await file.read(5000, 10)).toHaveLength(0);
  // A buffer of its own can be handed to another thread.
  expect(parts[0]!.buffer.byteLength).toBe(100);
  file.close();
  await expect(file.read(0, 1)).rejects.toThrow("EBADF");
});

test("a file that is not there is the system's error", () => {
  expect(() => new PositionedFile(join(temporaryFolder(), "gone"))).toThrow("ENOENT");
});
