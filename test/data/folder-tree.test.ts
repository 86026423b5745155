// Oracle: made trees; that a folder is not listed again is seen by what was put in its place.

import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readTree, type TreeFolder, topOf } from "../../src/data/folder-tree.ts";
import { nameAt, nameTable } from "../../src/data/name-table.ts";
import { temporaryFolder } from "./temporary-folder.ts";

function add(root: string, ...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), "");
  }
}

/** Dates folders back, so that their dates can be trusted. */
function settle(root: string, ...folders: string[]): void {
  for (const folder of folders) utimesSync(join(root, folder), 1_000, 1_000);
}

const listing = ({ folders }: { folders: readonly TreeFolder[] }) =>
  folders.map(({ path, files }) => `${path}: ${Array.from(files.ends, (_, i) => nameAt(files, i)).join(" ")}`);
const byPath = ({ folders }: { folders: readonly TreeFolder[] }) =>
  new Map(folders.map((folder) => [folder.path, folder]));

test("the root, then class by class at any depth", async () => {
  const root = temporaryFolder();
  add(root, "b/2.jpg", "a/x/1.jpg", "a-b/3.jpg", "a/0.jpg", "top.jpg");
  const tree = await readTree(root);
  expect(listing(tree)).toEqual([": top.jpg", "a: 0.jpg", "a/x: 1.jpg", "a-b: 3.jpg", "b: 2.jpg"]);
  expect(tree.isKnown).toBe(false);
  expect([topOf("a/x/y"), topOf("a"), topOf("")]).toEqual(["a", "a", ""]);
});

test("a folder that has not changed is taken over; one that has is listed again", async () => {
  const root = temporaryFolder();
  add(root, "a/1.jpg", "b/2.jpg");
  settle(root, "", "a", "b");
  const first = byPath(await readTree(root));
  // Marks what is taken over.
  const known = new Map([...first].map(([path, folder]) => [path, { ...folder, files: nameTable(["known"]) }]));
  const same = await readTree(root, known);
  expect(listing(same)).toEqual([": known", "a: known", "b: known"]);
  expect(same.isKnown).toBe(true);

  add(root, "b/3.jpg");
  const changed = await readTree(root, known);
  expect(listing(changed)).toEqual([": known", "a: known", "b: 2.jpg 3.jpg"]);
  expect(changed.isKnown).toBe(false);
  expect(changed.folders[1]!.changed).toBe(1_000_000_000_000n);

  rmSync(join(root, "a"), { recursive: true });
  settle(root, "b");
  expect((await readTree(root, known)).isKnown).toBe(false);
});

test("a folder changed a moment ago, or with a link to nothing, is not trusted the next time", async () => {
  const root = temporaryFolder();
  add(root, "fresh/1.jpg", "linked/2.jpg");
  symlinkSync("nowhere", join(root, "linked", "3.jpg"));
  settle(root, "linked");
  const { folders } = await readTree(root);
  expect(folders.map(({ changed }) => changed)).toEqual([0n, 0n, 0n]);
  expect((await readTree(root, byPath({ folders }))).isKnown).toBe(false);
});

test("links that lead back up end, and each class sees what they lead to", async () => {
  const root = temporaryFolder();
  add(root, "a/1.jpg", "b/2.jpg");
  symlinkSync(join(root, "a"), join(root, "a", "again"));
  symlinkSync(join(root, "a"), join(root, "c"));
  expect(listing(await readTree(root))).toEqual([": ", "a: 1.jpg", "b: 2.jpg", "c: 1.jpg"]);
});

test("a folder that is gone is an error that names it", async () => {
  const root = join(temporaryFolder(), "gone");
  await expect(readTree(root)).rejects.toMatchObject({ code: "data-folder-unreadable", where: root });
});
