// Oracle: the published test vectors for "abc" (FIPS 180-2, appendices B.1 and C.1).

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { integrityOf, sha256Of } from "../../src/data/hash.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test("sha512 of a file, as npm writes it", async () => {
  const path = join(temporaryFolder(), "abc");
  writeFileSync(path, "abc");
  const hex =
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";
  expect(await integrityOf(path)).toBe(`sha512-${Buffer.from(hex, "hex").toString("base64")}`);
});

test("a file of several pieces has the hash of its whole", async () => {
  const path = join(temporaryFolder(), "million");
  writeFileSync(path, "a".repeat(5_000_000));
  const other = join(temporaryFolder(), "million and one");
  writeFileSync(other, `${"a".repeat(4_999_999)}b`);
  expect(await integrityOf(path)).not.toBe(await integrityOf(other));
});

test("sha256 of bytes", () => {
  expect(sha256Of(Buffer.from("abc"))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
