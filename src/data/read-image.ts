// Reading of one encoded image from where it lies.

import { open, readFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import type { ImageLocation } from "./decode-job.ts";

/** @throws a plain Error where it cannot be read, is cut short, or does not match its checksum. */
export async function readImage(location: ImageLocation): Promise<Uint8Array> {
  if (location instanceof Uint8Array) return location;
  if (typeof location === "string") return readFile(location);
  const { path, offset, length, checksum } = location;
  const file = await open(path);
  try {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, offset);
    if (bytesRead < length) throw new Error(`${path} ends within the image`);
    if (checksum !== undefined && crc32(bytes) !== checksum) {
      throw new Error("its bytes in the packed file do not match their checksum");
    }
    return bytes;
  } finally {
    await file.close();
  }
}
