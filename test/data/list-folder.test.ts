// Oracle: the order of UTF-8 bytes, which Node compares itself.

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareCodePoints, listFolder, sortNames } from "../../src/data/list-folder.ts";
import { nameAt } from "../../src/data/name-table.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

test("code points above U+FFFF come last, unlike in the order of UTF-16", () => {
  const names = ["\u{1F361}", "\uFF5E", "z", "za", "", "Z"];
  const sorted = ["", "Z", "z", "za", "\uFF5E", "\u{1F361}"];
  expect(sortNames([...names])).toEqual(sorted);
  expect([...names].sort()).not.toEqual(sorted);
  expect(compareCodePoints("\u{1F361}", "\u{1F362}")).toBeLessThan(0);
  expect(compareCodePoints("same", "same")).toBe(0);
});

test("any names are sorted by their bytes", () => {
  const name = fc.string({
    unit: fc.constantFrom("a", "Z", "-", "é", "\uFF5E", "\u{1F361}", "\u{1F362}"),
    maxLength: 4,
  });
  fc.assert(
    fc.property(fc.array(name), (names) => {
      expect(sortNames([...names])).toEqual([...names].sort(byBytes));
    }),
  );
});

test("images, folders and what is passed over, each sorted", async () => {
  const root = temporaryFolder();
  for (const name of ["b.jpg", "a.PNG", "c.svg", "b.bmp", ".hidden.jpg", "notes.txt"])
    writeFileSync(join(root, name), "");
  for (const name of ["y", "x.jpg"]) mkdirSync(join(root, name));
  symlinkSync(join(root, "y"), join(root, "w"));
  symlinkSync(join(root, "b.jpg"), join(root, "d.jpg"));
  symlinkSync("nowhere", join(root, "e.jpg"));
  const { files, folders, skipped } = await listFolder(root);
  expect(Array.from(files.ends, (_, i) => nameAt(files, i))).toEqual(["a.PNG", "b.jpg", "d.jpg"]);
  expect(folders).toEqual(["w", "x.jpg", "y"]);
  expect(skipped).toEqual([
    { path: "b.bmp", reason: ".bmp files are not read; convert them to .png or .jpg" },
    { path: "c.svg", reason: "SVG is refused: drawing it may load other files" },
    { path: "e.jpg", reason: "a link to nothing" },
  ]);
});

test("what cannot be listed is named", async () => {
  const gone = join(temporaryFolder(), "gone");
  await expect(listFolder(gone)).rejects.toMatchObject({ code: "data-folder-unreadable", where: gone });
});
