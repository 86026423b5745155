// Oracle: the strings that were put in.

import fc from "fast-check";
import { expect, test } from "vitest";
import { joinTables, type NameTable, nameAt, nameTable } from "../../src/data/name-table.ts";

const namesIn = (table: NameTable) => Array.from(table.ends, (_, i) => nameAt(table, i));
// Lone surrogates have no UTF-8.
const names = fc.array(fc.string({ unit: "binary" }));

test("gives back every string, in two numbers of bytes as much as UTF-8 needs", () => {
  const table = nameTable(["a", "", "é.jpg", "\u{1F361}"]);
  expect(namesIn(table)).toEqual(["a", "", "é.jpg", "\u{1F361}"]);
  expect([...table.ends]).toEqual([1, 1, 7, 11]);
  expect(table.bytes.length).toBe(11);
});

test("tables joined are the strings in a row", () => {
  fc.assert(
    fc.property(names, names, names, (a, b, c) => {
      expect(namesIn(joinTables([nameTable(a), nameTable(b), nameTable(c)]))).toEqual([...a, ...b, ...c]);
    }),
  );
});
