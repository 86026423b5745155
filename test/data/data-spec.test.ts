// Oracle: the list of specs in the help, and made folders.

import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkDataSpec, requireSpec } from "../../src/data/data-spec.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const known =
  "known: cifar10, cifar10:/path, cifar100:/path, folder:/path, pack:/path, parquet:/path, frames:/path, /path, …?classes=/list";

test.each([
  ["cifar-10", "data-unknown", 'unknown data set "cifar-10"; did you mean "cifar10"?', known],
  ["fodler:/x", "data-unknown", 'unknown data set "fodler:/x"; did you mean "folder:/x"?', known],
  ["imagenet", "data-unknown", 'unknown data set "imagenet"', known],
  ["test/data", "data-unknown", 'unknown data set "test/data"; did you mean "./test/data"?', known],
  ["", "data-unknown", 'unknown data set ""', known],
  [
    "cifar100",
    "data-path-missing",
    '"cifar100" needs a path: cifar100:/path',
    "the official binary files of CIFAR-100 (cifar-100-binary)",
  ],
  [
    "folder:~/no-such/x",
    "data-folder-missing",
    `data folder ${homedir()}/no-such/x does not exist`,
    `check the path: there is no "no-such" in ${homedir()}`,
  ],
  [
    "/no-such-folder",
    "data-folder-missing",
    "data folder /no-such-folder does not exist",
    'check the path: there is no "no-such-folder" in /',
  ],
])("%j is refused: %s", (spec, code, message, remedy) => {
  expect(checkDataSpec(spec)).toEqual([{ code, message, where: "--data", remedy }]);
  expect(() => requireSpec(spec)).toThrow(expect.objectContaining({ name: "UsageError", code, message }));
});

test("a file in place of a folder is refused", () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "file"), "");
  expect(checkDataSpec(`folder:${join(root, "file")}`)).toMatchObject([
    { message: `data folder ${join(root, "file")} is a file, not a folder`, remedy: "give the folder that holds it" },
  ]);
});

test("what can be opened has no problems, and nothing is read to find out", () => {
  const root = temporaryFolder();
  mkdirSync(join(root, "with:colon"));
  for (const spec of ["cifar10", `cifar10:${root}`, root, `folder:${join(root, "with:colon")}`]) {
    expect(checkDataSpec(spec)).toEqual([]);
  }
});

test("the kind follows from the ending of a path, and must fit what is there", () => {
  const root = temporaryFolder();
  for (const name of ["a.mochi", "b.parquet", "list.txt"]) writeFileSync(join(root, name), "");
  expect(requireSpec(join(root, "a.mochi"))).toEqual({ kind: "pack", path: join(root, "a.mochi") });
  expect(requireSpec(join(root, "b.parquet"))).toEqual({ kind: "parquet", path: join(root, "b.parquet") });
  expect(requireSpec(`parquet:${root}`)).toEqual({ kind: "parquet", path: root });
  expect(requireSpec(root)).toEqual({ kind: "folder", path: root });
  expect(checkDataSpec(`pack:${root}`)).toMatchObject([
    { message: `packed file ${root} is a folder, not a file`, remedy: "give a file in it" },
  ]);
  expect(checkDataSpec(`parquet:${root}/none.parquet`)).toMatchObject([
    {
      message: `parquet data ${root}/none.parquet does not exist`,
      remedy: `check the path: there is no "none.parquet" in ${root}`,
    },
  ]);
});

test("a class list is cut off the path, must be there, and is for stored images alone", () => {
  const root = temporaryFolder();
  const list = join(root, "list.txt");
  writeFileSync(list, "");
  expect(requireSpec(`folder:${root}?classes=${list}`)).toEqual({ kind: "folder", path: root, classList: list });
  expect(checkDataSpec(`${root}?classes=${root}/none`)).toEqual([
    {
      code: "class-list-missing",
      message: `class list ${root}/none does not exist`,
      where: "--data",
      remedy: `check the path: there is no "none" in ${root}`,
    },
  ]);
  expect(checkDataSpec(`cifar10:${root}?classes=${list}`)).toMatchObject([
    { code: "class-list-unexpected", message: `cifar10 takes no class list; got ${list}` },
  ]);
  // A folder that is called so.
  mkdirSync(join(root, "x?classes=y"));
  expect(requireSpec(`${root}/x?classes=y`)).toEqual({ kind: "folder", path: `${root}/x?classes=y` });
});

test("a folder of clips is one, and takes no class list", () => {
  const root = temporaryFolder();
  expect(requireSpec(`frames:${root}`)).toEqual({ kind: "frames", path: root });
  expect(checkDataSpec("frames:/no-such-folder")).toMatchObject([
    { code: "data-folder-missing", message: "folder of clips /no-such-folder does not exist" },
  ]);
  writeFileSync(join(root, "list.txt"), "a");
  expect(checkDataSpec(`frames:${root}?classes=${join(root, "list.txt")}`)).toMatchObject([
    { code: "class-list-unexpected" },
  ]);
});
