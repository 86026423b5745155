// A packed file while it grows: record after record, broken off at any byte and continued from the last whole one.

import { type FileHandle, open } from "node:fs/promises";
import { crc32 } from "node:zlib";
import {
  decodeHeader,
  decodeRecordHead,
  encodeHeader,
  encodeRecord,
  HEADER_BYTES,
  type PackRecord,
  RECORD_HEAD_BYTES,
} from "./pack-format.ts";
import { PositionedFile } from "./positioned-file.ts";

export class PartialPack {
  /** `[n]` where each image begins; images are counted as they were asked for, skipped ones too. */
  readonly starts: Float64Array;
  readonly lengths: Uint32Array;
  readonly checksums: Uint32Array;
  /** Why there is no image in a place. */
  readonly reasons = new Map<number, string>();
  /** Records written so far. */
  done = 0;
  #end = HEADER_BYTES;
  readonly #file: FileHandle;
  readonly #fingerprint: Buffer;

  /**
   * Opens the file, or begins it where there is none or one of other images.
   * @param fingerprint sha256 of what is to be packed
   * @param count images that are to be packed
   */
  static async open(path: string, fingerprint: Buffer, count: number): Promise<PartialPack> {
    // Made if it is missing, never emptied.
    await (await open(path, "a")).close();
    const pack = new PartialPack(await open(path, "r+"), fingerprint, count);
    const written = new PositionedFile(path);
    try {
      await pack.#takeOver(written, count);
      return pack;
    } catch (error) {
      await pack.close();
      throw error;
    } finally {
      written.close();
    }
  }

  private constructor(file: FileHandle, fingerprint: Buffer, count: number) {
    this.#file = file;
    this.#fingerprint = fingerprint;
    this.starts = new Float64Array(count);
    this.lengths = new Uint32Array(count);
    this.checksums = new Uint32Array(count);
  }

  async append(record: PackRecord): Promise<void> {
    const bytes = encodeRecord(record);
    await writeFully(this.#file, bytes, this.#end);
    this.#note(bytes);
  }

  /** Writes the index, and last of all the header that points to it. @returns the size of the file */
  async seal(index: Uint8Array): Promise<number> {
    const offset = this.#end;
    await writeFully(this.#file, index, offset);
    await this.#file.truncate(offset + index.length);
    await this.#file.sync();
    const header = encodeHeader({ fingerprint: this.#fingerprint, index: { offset, length: index.length } });
    await writeFully(this.#file, header, 0);
    await this.#file.sync();
    return offset + index.length;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** Reads the whole records that are there; what follows them is overwritten. */
  async #takeOver(file: PositionedFile, count: number): Promise<void> {
    const header = decodeHeader(await file.read(0, HEADER_BYTES));
    if (!header?.fingerprint.equals(this.#fingerprint)) {
      await this.#file.truncate(0);
      const begun = encodeHeader({ fingerprint: this.#fingerprint, index: { offset: 0, length: 0 } });
      await writeFully(this.#file, begun, 0);
      return;
    }
    while (this.done < count) {
      const head = await file.read(this.#end, RECORD_HEAD_BYTES);
      if (head.length < RECORD_HEAD_BYTES) return;
      const { length, checksum } = decodeRecordHead(head);
      if (length > file.size) return;
      const body = await file.read(this.#end + RECORD_HEAD_BYTES, length);
      if (length === 0 || body.length < length || crc32(body) !== checksum) return;
      this.#note(Buffer.concat([head, body]));
    }
  }

  #note(record: Buffer): void {
    const { isReason, length, checksum } = decodeRecordHead(record);
    if (isReason) {
      this.reasons.set(this.done, record.toString("utf8", RECORD_HEAD_BYTES));
    } else {
      this.starts[this.done] = this.#end + RECORD_HEAD_BYTES;
      this.lengths[this.done] = length;
      this.checksums[this.done] = checksum;
    }
    this.done++;
    this.#end += record.length;
  }
}

async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
