// Oracle: a file written in one go, against one broken off at any byte and continued.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HEADER_BYTES, type PackRecord } from "../../src/data/pack-format.ts";
import { PartialPack } from "../../src/data/partial-pack.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const fingerprint = Buffer.alloc(32, 9);
const records: PackRecord[] = [
  { image: Buffer.from("first") },
  { reason: "broken" },
  { image: Buffer.alloc(300, 1) },
  { image: Buffer.from("last") },
];

async function write(path: string, print = fingerprint): Promise<{ resumed: number; pack: PartialPack }> {
  const pack = await PartialPack.open(path, print, records.length);
  const resumed = pack.done;
  for (const record of records.slice(resumed)) await pack.append(record);
  return { resumed, pack };
}

async function whole() {
  const path = join(temporaryFolder(), "partial");
  const { pack } = await write(path);
  const unsealed = readFileSync(path);
  expect(await pack.seal(Buffer.from("index"))).toBe(unsealed.length + 5);
  await pack.close();
  return { path, unsealed, sealed: readFileSync(path) };
}

test("says where each image lies, and why one does not", async () => {
  const { pack } = await write(join(temporaryFolder(), "partial"));
  expect([...pack.starts]).toEqual([72, 0, 99, 407]);
  expect([...pack.lengths]).toEqual([5, 0, 300, 4]);
  expect([...pack.reasons]).toEqual([[1, "broken"]]);
  await pack.close();
});

test("broken off at any byte, the file comes out the same", async () => {
  const { path, unsealed, sealed } = await whole();
  const ends = [HEADER_BYTES, 77, 91, 399, 411];
  await fc.assert(
    fc.asyncProperty(fc.nat(unsealed.length), fc.boolean(), async (length, hasGarbage) => {
      // After a power cut, what was not yet written may read as zeros.
      writeFileSync(path, Buffer.concat([unsealed.subarray(0, length), Buffer.alloc(hasGarbage ? 500 : 0)]));
      const { resumed, pack } = await write(path);
      expect(resumed).toBe(ends.filter((end, i) => i > 0 && end <= length).length);
      await pack.seal(Buffer.from("index"));
      await pack.close();
      expect(readFileSync(path)).toEqual(sealed);
    }),
    { numRuns: 60 },
  );
});

test("a changed byte is written again; other images begin anew", async () => {
  const { path, unsealed, sealed } = await whole();
  const changed = Buffer.from(unsealed);
  changed[200]! ^= 1;
  writeFileSync(path, changed);
  const again = await write(path);
  expect(again.resumed).toBe(2);
  await again.pack.seal(Buffer.from("index"));
  await again.pack.close();
  expect(readFileSync(path)).toEqual(sealed);

  const other = await write(path, Buffer.alloc(32, 8));
  expect(other.resumed).toBe(0);
  await other.pack.close();
});
