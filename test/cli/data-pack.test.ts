// Oracle: the file that was asked for, and what is printed, written out by hand.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openPack } from "../../src/data/open-pack.ts";
import { folderOf } from "../data/made-images.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";
import { runCaptured } from "./run-captured.ts";

test("packs a folder, names what it skipped, and says how to use the file", async () => {
  const root = await folderOf({ "a/1.png": 1, "a/2.png": undefined, "b/3.png": 3 });
  const out = join(temporaryFolder(), "made.mochi");
  const { code, stdout, stderr } = await runCaptured("data", "pack", root, "--size", "64", "--out", out);
  expect(code).toBe(0);
  expect(stderr).toContain(`packing into ${out}  100 %`);
  expect(stderr).toContain("⚠ skipped a/2.png: Input buffer contains unsupported image format\n");
  const megabytes = "(0.0 MB)";
  expect(stdout).toBe(
    `packed 2 training and 0 test images into ${out} ${megabytes}\nuse it with: mochi pretrain --data pack:${out}\n`,
  );
  expect((await openPack(out)).notes[0]).toBe("Packed with short sides of at most 64 pixels");

  const again = await runCaptured("data", "pack", root, "--out", out);
  expect([again.code, again.stderr]).toEqual([
    2,
    `✖ ${out} exists already\n  → --out   remove it or choose another --out\n`,
  ]);
});

test.each([
  [["pack"], "✖ mochi data pack needs what to pack\n"],
  [["pack", "/a", "/b"], '✖ unexpected argument "/b"\n'],
  [["pack", "/a", "--size", "4"], "✖ size is 4, expected a whole number of at least 8\n  → --size"],
  [["pack", "/no-such"], "✖ data folder /no-such does not exist\n"],
  [["pack", "cifar10"], '✖ "cifar10" is not stored as encoded images\n'],
  [["cifar10", "--size", "64"], "✖ --size belongs to mochi data pack\n"],
  [["cifar10", "more"], '✖ unexpected argument "more"\n'],
])("mochi data %j is wrong usage", async (args, message) => {
  const { code, stderr } = await runCaptured("data", ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(existsSync("no-such.mochi")).toBe(false);
});
