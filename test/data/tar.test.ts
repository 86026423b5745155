// Oracle: archives made by the system's tar, and headers broken by hand.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readTarball } from "../../src/data/tar.ts";
import { temporaryFolder } from "./temporary-folder.ts";

function makeTarball(files: Record<string, string | Buffer>, format = "ustar"): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, "in", name)), { recursive: true });
    writeFileSync(join(folder, "in", name), content);
  }
  symlinkSync("nowhere", join(folder, "in", "link"));
  const names = [...Object.keys(files), "link"];
  execFileSync("tar", [`--format=${format}`, "-czf", "made.tgz", "-C", "in", ...names], { cwd: folder });
  return join(folder, "made.tgz");
}

async function contents(path: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, content } of readTarball(path)) found[name] = content.toString("latin1");
  return found;
}

/** Changes the first header of an archive and mends its checksum. */
function rename(path: string, name: string): void {
  const archive = gunzipSync(readFileSync(path));
  archive.fill(0, 0, 100).write(name, 0);
  archive.fill(32, 148, 156);
  const sum = archive.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  archive.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  writeFileSync(path, gzipSync(archive));
}

test("reads plain files of any length, passing links over", async () => {
  const files = { "a.txt": "hello", empty: "", "block.bin": "x".repeat(512), "large.bin": "y".repeat(200_001) };
  expect(await contents(makeTarball(files))).toEqual(files);
});

test("reads names of more than 100 bytes", async () => {
  const name = `${"f".repeat(90)}/${"g".repeat(80)}`;
  expect(await contents(makeTarball({ [name]: "deep" }))).toEqual({ [name]: "deep" });
});

test.each(["../outside", "a/../../outside", "/absolute"])("refuses the name %s", async (name) => {
  const path = makeTarball({ "a.txt": "hello" });
  rename(path, name);
  await expect(contents(path)).rejects.toMatchObject({
    code: "archive-broken",
    message: `cannot unpack the archive: "${name}" leads outside of it`,
    where: path,
  });
});

test("refuses headers that would rename the next file", async () => {
  const path = makeTarball({ [`${"h".repeat(200)}`]: "long" }, "pax");
  await expect(contents(path)).rejects.toThrow("extended header (type x)");
});

test("notices an archive that is cut", async () => {
  const path = makeTarball({ "a.txt": "x".repeat(5000) });
  const archive = gunzipSync(readFileSync(path));
  writeFileSync(path, gzipSync(archive.subarray(0, 2000)));
  await expect(contents(path)).rejects.toMatchObject({
    code: "archive-broken",
    message: expect.stringContaining("too early"),
  });
  writeFileSync(path, gzipSync(archive).subarray(0, 60));
  await expect(contents(path)).rejects.toMatchObject({ code: "archive-broken" });
});

test("notices a damaged header", async () => {
  const path = makeTarball({ "a.txt": "hello" });
  const archive = gunzipSync(readFileSync(path));
  archive[0] = archive[0]! ^ 1;
  writeFileSync(path, gzipSync(archive));
  await expect(contents(path)).rejects.toThrow("does not match its checksum");
});
