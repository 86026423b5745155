// Oracle: the target's bytes and the folder's list of files, before and after.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeJson, writeWhole } from "../../src/run/atomic-file.ts";
import { temporaryFolder } from "../data/temporary-folder.ts";

test("chunks of text and bytes are written in order, folders made where missing", () => {
  const path = join(temporaryFolder(), "a", "b.txt");
  writeWhole(path, ["τ", Uint8Array.of(0x41, 0x42), "", "c"]);
  expect(readFileSync(path, "utf8")).toBe("τABc");
  writeWhole(path, ["new"]);
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(readdirSync(join(path, ".."))).toEqual(["b.txt"]);
});

test("a failure on the way leaves the target as it was, and no half file", () => {
  const folder = temporaryFolder();
  const path = join(folder, "a.txt");
  writeFileSync(path, "old");
  const failing = function* () {
    yield "half";
    throw new Error("the disk is full");
  };
  expect(() => writeWhole(path, failing())).toThrow("the disk is full");
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(folder)).toEqual(["a.txt"]);
});

test("a failure to rename leaves no half file either", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "taken", "inside"), { recursive: true });
  expect(() => writeWhole(join(folder, "taken"), ["text"])).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(readdirSync(folder)).toEqual(["taken"]);
});

test.skipIf(!existsSync("/proc/self/fd"))("no file stays open, whether it fails or not", () => {
  const path = join(temporaryFolder(), "a.txt");
  const failing = function* () {
    yield "half";
    throw new Error("on purpose");
  };
  const open = () => readdirSync("/proc/self/fd").length;
  const before = open();
  for (let round = 0; round < 10; round++) {
    writeWhole(path, ["text"]);
    expect(() => writeWhole(path, failing())).toThrow("on purpose");
  }
  expect(open()).toBe(before);
});

test("JSON is indented and ends with a line break", () => {
  const path = join(temporaryFolder(), "a.json");
  writeJson(path, { a: [1], b: "τ" });
  expect(readFileSync(path, "utf8")).toBe('{\n  "a": [\n    1\n  ],\n  "b": "τ"\n}\n');
});
