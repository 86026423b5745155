// The packed file: header, one record for each image, index. What its writer and its reader share.

import { crc32 } from "node:zlib";
import type { SkippedImage } from "./dataset.ts";

/** Ending of packed files. */
export const PACK_ENDING = ".mochi";

/** Bytes of the header: 16 of magic, 32 of fingerprint, the index's offset and length (8 each, little-endian). */
export const HEADER_BYTES = 64;

/** Bytes before an image or a reason: its length and its crc32, 4 each, little-endian. */
export const RECORD_HEAD_BYTES = 8;

const MAGIC = Buffer.from("mochi pack 1\n\0\0\0", "latin1");
const FINGERPRINT_BYTES = 32;
const INDEX_FIELD = MAGIC.length + FINGERPRINT_BYTES;

export interface PackHeader {
  /** sha256 of what was asked to be packed, so that an interrupted writing continues with the same. */
  fingerprint: Buffer;
  /** Where the index lies; its length is 0 until all images are written. */
  index: { offset: number; length: number };
}

export function encodeHeader({ fingerprint, index }: PackHeader): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  fingerprint.copy(header, MAGIC.length);
  header.writeBigUInt64LE(BigInt(index.offset), INDEX_FIELD);
  header.writeBigUInt64LE(BigInt(index.length), INDEX_FIELD + 8);
  return header;
}

/** @returns undefined where the bytes do not begin as a packed file does */
export function decodeHeader(bytes: Buffer): PackHeader | undefined {
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  return {
    fingerprint: bytes.subarray(MAGIC.length, INDEX_FIELD),
    index: {
      offset: Number(bytes.readBigUInt64LE(INDEX_FIELD)),
      length: Number(bytes.readBigUInt64LE(INDEX_FIELD + 8)),
    },
  };
}

/** A record of the file: an image, or why there is none in its place. */
export type PackRecord = { image: Uint8Array } | { reason: string };

// Marks, in the length, a reason in place of an image.
const REASON_BIT = 0x8000_0000;

export function encodeRecord(record: PackRecord): Buffer {
  const body = "image" in record ? record.image : Buffer.from(record.reason);
  const head = Buffer.alloc(RECORD_HEAD_BYTES);
  head.writeUInt32LE(body.length + ("image" in record ? 0 : REASON_BIT));
  head.writeUInt32LE(crc32(body), 4);
  return Buffer.concat([head, body]);
}

/** What the head of a record says of the body that follows it. */
export function decodeRecordHead(head: Buffer): { isReason: boolean; length: number; checksum: number } {
  const marked = head.readUInt32LE();
  const isReason = marked >= REASON_BIT;
  return { isReason, length: isReason ? marked - REASON_BIT : marked, checksum: head.readUInt32LE(4) };
}

/** What the index says besides its tables. */
export interface PackIndex {
  name: string;
  classes: readonly string[];
  /** Images of each part; those of the training part come first. Without a test part, test is undefined. */
  counts: { train: number; test?: number };
  /** Short side that larger images were resized to, in pixels, and the JPEG quality they were written in. */
  size: number;
  quality: number;
  /** Images passed over in packing. */
  skipped: readonly SkippedImage[];
  notes: readonly string[];
  division: string;
}

/** The tables of the index, a row for each image. */
export interface PackTables {
  /** Where the image begins, after its record's head. */
  starts: Float64Array;
  lengths: Uint32Array;
  checksums: Uint32Array;
  /** Empty without labels. */
  labels: Int32Array;
  /** Names as a table of strings. */
  nameBytes: Uint8Array;
  nameEnds: Uint32Array;
}
