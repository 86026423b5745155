// A table of many strings in one block of bytes: a million file names cost what their letters do, not a million objects.

export interface NameTable {
  /** All strings in UTF-8, one after another. */
  readonly bytes: Uint8Array;
  /** `[n]` where each string ends in `bytes`. */
  readonly ends: Uint32Array;
}

export function nameTable(names: readonly string[]): NameTable {
  const ends = new Uint32Array(names.length);
  let end = 0;
  for (let i = 0; i < names.length; i++) {
    end += Buffer.byteLength(names[i]!);
    ends[i] = end;
  }
  const bytes = Buffer.allocUnsafeSlow(end);
  for (let i = 0, start = 0; i < names.length; i++) start += bytes.write(names[i]!, start);
  return { bytes, ends };
}

/** String `index` of a table. */
export function nameAt({ bytes, ends }: NameTable, index: number): string {
  const start = index === 0 ? 0 : ends[index - 1]!;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, ends[index]! - start).toString("utf8");
}

/** Several tables as one, in this order. */
export function joinTables(tables: readonly NameTable[]): NameTable {
  const bytes = Buffer.concat(tables.map((table) => table.bytes));
  const ends = new Uint32Array(tables.reduce((sum, table) => sum + table.ends.length, 0));
  let next = 0;
  let before = 0;
  for (const table of tables) {
    for (const end of table.ends) ends[next++] = before + end;
    before += table.bytes.length;
  }
  return { bytes, ends };
}
