// A reader of gzipped tar archives, as far as npm packages need it: plain files with short names (ustar).

import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { MochiError } from "../errors.ts";

const BLOCK_BYTES = 512;

export interface TarFile {
  /** The name in the archive, with `/` between folders; never absolute, never through `..`. */
  name: string;
  content: Buffer;
}

/**
 * The plain files of a `.tgz`, one at a time in their order; folders and links are passed over.
 * @throws MochiError on a broken archive, a name that leads outside, or the long-name extensions, which are not read.
 */
export async function* readTarball(path: string): AsyncGenerator<TarFile> {
  // The callback keeps a fault of the file from going unheard; whoever reads the stream reports it.
  const unzipped = pipeline(createReadStream(path), createGunzip(), () => {});
  try {
    const read = exactReader(unzipped, path);
    for (;;) {
      const header = await read(BLOCK_BYTES);
      // The archive ends with blocks of zeros.
      if (header.every((byte) => byte === 0)) return;
      checkHeader(header, path);
      const type = String.fromCharCode(header[156]!);
      const name = nameOf(header);
      // Both would give the next file another name than its header says.
      if (type === "x" || type === "L")
        throw broken(path, `it has an extended header (type ${type}), which is not read`);
      if (name.startsWith("/") || name.split("/").includes("..")) throw broken(path, `"${name}" leads outside of it`);

      const bytes = octal(header, 124, 12);
      const content = await read(Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES);
      if (type === "0" || type === "\0") yield { name, content: content.subarray(0, bytes) };
    }
  } finally {
    unzipped.destroy();
  }
}

/** Returns a function that reads exactly the next n bytes. */
function exactReader(stream: AsyncIterable<Buffer>, path: string): (bytes: number) => Promise<Buffer> {
  const pieces = stream[Symbol.asyncIterator]();
  let pending: Buffer = Buffer.alloc(0);
  return async (bytes) => {
    const parts: Buffer[] = [];
    let missing = bytes;
    while (missing > 0) {
      if (pending.length === 0) {
        const { value, done } = await pieces.next().catch((cause) => {
          throw broken(path, String(cause.message), cause);
        });
        if (done) throw broken(path, `it ends ${missing} bytes too early`);
        pending = value;
      }
      const part = pending.subarray(0, missing);
      parts.push(part);
      missing -= part.length;
      pending = pending.subarray(part.length);
    }
    return Buffer.concat(parts, bytes);
  };
}

function checkHeader(header: Buffer, path: string): void {
  // The sum of all bytes of the header, its own eight counted as spaces.
  let sum = 8 * 32;
  for (let i = 0; i < BLOCK_BYTES; i++) if (i < 148 || i >= 156) sum += header[i]!;
  if (sum !== octal(header, 148, 8)) throw broken(path, "a file header in it does not match its checksum");
}

function nameOf(header: Buffer): string {
  const name = text(header, 0, 100);
  const prefix = text(header, 257, 5) === "ustar" ? text(header, 345, 155) : "";
  return prefix ? `${prefix}/${name}` : name;
}

function text(header: Buffer, start: number, bytes: number): string {
  const field = header.subarray(start, start + bytes);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? bytes : end).toString("utf8");
}

function octal(header: Buffer, start: number, bytes: number): number {
  return Number.parseInt(text(header, start, bytes).trim() || "0", 8);
}

function broken(path: string, reason: string, cause?: unknown): MochiError {
  return new MochiError({
    code: "archive-broken",
    message: `cannot unpack the archive: ${reason}`,
    where: path,
    remedy: "delete the file and run the command again",
    cause,
  });
}
