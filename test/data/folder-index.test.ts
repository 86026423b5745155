// Oracle: a plain listing of the tree, with and without an index, whole, changed or damaged.

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { indexPath, readIndexedTree } from "../../src/data/folder-index.ts";
import { readTree, type TreeFolder } from "../../src/data/folder-tree.ts";
import { nameAt } from "../../src/data/name-table.ts";
import { openTables, sealTables } from "../../src/data/sealed-tables.ts";
import { temporaryFolder } from "./temporary-folder.ts";

function tree(): { root: string; cache: string; options: { cache: string; keptFrom: number } } {
  const root = temporaryFolder();
  for (const [folder, images] of [
    ["a", 3],
    ["b", 0],
    ["c", 2],
  ] as const) {
    mkdirSync(join(root, folder));
    for (let i = 0; i < images; i++) writeFileSync(join(root, folder, `${i}.jpg`), "");
  }
  writeFileSync(join(root, "c", "odd.svg"), "");
  for (const folder of ["a", "b", "c", ""]) utimesSync(join(root, folder), 1_000, 1_000);
  const cache = temporaryFolder();
  return { root, cache, options: { cache, keptFrom: 1 } };
}

const plain = (folders: readonly TreeFolder[]) =>
  folders.map(({ path, files, folders, skipped, changed }) => ({
    path,
    files: Array.from(files.ends, (_, i) => nameAt(files, i)),
    folders,
    skipped,
    changed,
  }));

test("by the index, the tree is the same as without", async () => {
  const { root, cache, options } = tree();
  const listed = plain((await readTree(root)).folders);
  for (let start = 0; start < 2; start++) {
    const { folders, notes } = await readIndexedTree(root, options);
    expect(plain(folders)).toEqual(listed);
    expect(notes).toEqual([]);
    expect(existsSync(indexPath(root, cache))).toBe(true);
  }
});

test("what is in the index is believed until a folder changes", async () => {
  const { root, cache, options } = tree();
  await readIndexedTree(root, options);
  const path = indexPath(root, cache);
  const sealed = openTables<object>(readFileSync(path))!;
  const bytes = Buffer.from(sealed.tables.bytes as Uint8Array);
  bytes.write("X", 0);
  writeFileSync(path, sealTables({ ...sealed, tables: { ...sealed.tables, bytes } }));
  const filesOfA = async () => plain((await readIndexedTree(root, options)).folders)[1]!.files;
  expect(await filesOfA()).toEqual(["X.jpg", "1.jpg", "2.jpg"]);
  rmSync(join(root, "a", "1.jpg"));
  expect(await filesOfA()).toEqual(["0.jpg", "2.jpg"]);
  writeFileSync(join(root, "a", "5.jpg"), "");
  expect(await filesOfA()).toEqual(["0.jpg", "2.jpg", "5.jpg"]);
});

test("a damaged index, or that of another folder, counts as none", async () => {
  const { root, cache, options } = tree();
  const listed = plain((await readIndexedTree(root, options)).folders);
  const path = indexPath(root, cache);
  const whole = readFileSync(path);
  const other = temporaryFolder();
  writeFileSync(join(other, "1.jpg"), "");
  for (const bytes of [whole.subarray(0, 50), Buffer.from("no index"), Buffer.concat([whole, Buffer.of(0)])]) {
    writeFileSync(path, bytes);
    expect(plain((await readIndexedTree(root, options)).folders)).toEqual(listed);
    expect(readFileSync(path)).toEqual(whole);
  }
  writeFileSync(indexPath(other, cache), whole);
  expect(plain((await readIndexedTree(other, options)).folders)).toMatchObject([{ path: "", files: ["1.jpg"] }]);
});

test("a folder that vanished behind a link does not end the start", async () => {
  const { root, options } = tree();
  const target = temporaryFolder();
  mkdirSync(join(target, "d"));
  writeFileSync(join(target, "d", "1.jpg"), "");
  symlinkSync(join(target, "d"), join(root, "d"));
  for (const folder of [join(target, "d"), root]) utimesSync(folder, 1_000, 1_000);
  expect((await readIndexedTree(root, options)).folders.map(({ path }) => path)).toEqual(["", "a", "b", "c", "d"]);
  rmSync(join(target, "d"), { recursive: true });
  expect((await readIndexedTree(root, options)).folders.map(({ path }) => path)).toEqual(["", "a", "b", "c"]);
});

test("no index is kept of a small tree, and none where the cache cannot be written: that is said", async () => {
  const { root, cache } = tree();
  await readIndexedTree(root, { cache });
  expect(readdirSync(cache)).toEqual([]);
  const blocked = join(cache, "file");
  writeFileSync(blocked, "");
  const { folders, notes } = await readIndexedTree(root, { cache: blocked, keptFrom: 1 });
  expect(folders).toHaveLength(4);
  expect(notes).toEqual([expect.stringMatching(/^The index is not kept, so that each start lists all files: E/)]);
});
