// Oracle: what was sealed, and a changed or lost byte at any place.

import fc from "fast-check";
import { expect, test } from "vitest";
import { openTables, sealTables } from "../../src/data/sealed-tables.ts";

const header = { form: "test", list: ["é", "b"] };
const tables = {
  bytes: Buffer.from([1, 2, 3]),
  ends: Uint32Array.of(1, 4_000_000_000),
  labels: Int32Array.of(-1),
  starts: Float64Array.of(2 ** 52 + 1, 0.5, 3),
  times: BigInt64Array.of(-(2n ** 60n)),
  none: new Int32Array(0),
};

test("gives back header and tables, also from an odd place in a larger buffer", () => {
  const block = sealTables({ header, tables });
  const shifted = new Uint8Array(block.length + 3);
  shifted.set(block, 3);
  for (const bytes of [block, shifted.subarray(3)]) {
    const opened = openTables<typeof header>(bytes)!;
    expect(opened.header).toEqual(header);
    expect(opened.tables).toEqual({ ...tables, bytes: Uint8Array.of(1, 2, 3) });
  }
});

test("a lost end or a changed bit anywhere is noticed", () => {
  const block = sealTables({ header, tables });
  for (const length of [0, 7, 71, 72, block.length - 1]) expect(openTables(block.subarray(0, length))).toBeUndefined();
  fc.assert(
    fc.property(fc.nat(block.length * 8 - 1), (bit) => {
      const changed = Uint8Array.from(block);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(openTables(changed)).toBeUndefined();
    }),
  );
});
