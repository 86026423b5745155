// A file that is read at positions, by several readers at a time; closed when nobody holds it any more.

import { close, closeSync, fstatSync, openSync, read } from "node:fs";

const closing = new FinalizationRegistry((descriptor: number) => close(descriptor));

/**
 * Positioned reads on libuv's threads, each into a buffer of its own. A map of the file would be no cheaper, as its pages are
 * copied out too (45 kB from the page cache: 20 µs of processor time here, 16 µs by a map), and its faults would stall the
 * main thread on a slow disk.
 */
export class PositionedFile {
  readonly path: string;
  /** In bytes, when it was opened. */
  readonly size: number;
  readonly #descriptor: number;

  /** @throws the system's error when it cannot be opened. */
  constructor(path: string) {
    this.path = path;
    this.#descriptor = openSync(path, "r");
    this.size = fstatSync(this.#descriptor).size;
    closing.register(this, this.#descriptor, this);
  }

  /** Up to `length` bytes from `position`; fewer where the file ends. */
  async read(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafeSlow(length);
    let done = 0;
    while (done < length) {
      const count = await this.#readOnce(bytes, done, position + done);
      if (count === 0) break;
      done += count;
    }
    return done === length ? bytes : bytes.subarray(0, done);
  }

  close(): void {
    closing.unregister(this);
    closeSync(this.#descriptor);
  }

  #readOnce(bytes: Buffer, offset: number, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      read(this.#descriptor, bytes, offset, bytes.length - offset, position, (error, count) =>
        error ? reject(error) : resolve(count),
      );
    });
  }
}
