// Oracle: the layout of the file, written out byte by byte.

import { expect, test } from "vitest";
import {
  decodeHeader,
  decodeRecordHead,
  encodeHeader,
  encodeRecord,
  HEADER_BYTES,
} from "../../src/data/pack-format.ts";

test("the header: magic, fingerprint, place of the index", () => {
  const header = { fingerprint: Buffer.alloc(32, 7), index: { offset: 2 ** 40 + 3, length: 258 } };
  const bytes = encodeHeader(header);
  expect(bytes.length).toBe(HEADER_BYTES);
  expect(bytes.toString("latin1", 0, 13)).toBe("mochi pack 1\n");
  expect([...bytes.subarray(48)]).toEqual([3, 0, 0, 0, 0, 1, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0]);
  expect(decodeHeader(bytes)).toEqual(header);
  expect(decodeHeader(bytes.subarray(1))).toBeUndefined();
  expect(decodeHeader(Buffer.from([...bytes].fill(0, 0, 3)))).toBeUndefined();
});

test("a record: length and crc32 before the image; before a reason the same with the highest bit set", () => {
  // The check value of CRC-32 is that of the digits 1 to 9.
  for (const [record, lengthBytes] of [
    [{ image: Buffer.from("123456789") }, [9, 0, 0, 0]],
    [{ reason: "123456789" }, [9, 0, 0, 128]],
  ] as const) {
    const bytes = encodeRecord(record);
    expect([...bytes.subarray(0, 4)]).toEqual(lengthBytes);
    expect(bytes.readUInt32LE(4).toString(16)).toBe("cbf43926");
    expect(bytes.toString("latin1", 8)).toBe("123456789");
    expect(decodeRecordHead(bytes)).toEqual({ isReason: "reason" in record, length: 9, checksum: 0xcbf43926 });
  }
  expect(encodeRecord({ reason: "groß" }).length).toBe(8 + 5);
});
