// The row groups of parquet files read last, as many as a limit of memory allows.

import type { RowGroup } from "./parquet-file.ts";

type Images = readonly (Uint8Array | undefined)[];

interface Entry {
  images: Promise<Images>;
  isLoaded: boolean;
}

export class RowGroupCache {
  readonly #limit: number;
  /** In the order of last use. */
  readonly #entries = new Map<RowGroup, Entry>();
  #loadedBytes = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** @param limit bytes of images kept; one row group is kept even if it is larger */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The images of a row group. Groups are read one at a time, so that there is never more than one beyond the limit. */
  images(group: RowGroup): Promise<Images> {
    const entry = this.#entries.get(group) ?? this.#load(group);
    this.#entries.delete(group);
    this.#entries.set(group, entry);
    return entry.images;
  }

  #load(group: RowGroup): Entry {
    const images = this.#last.then(() => {
      this.#makeRoom(group.bytes);
      this.#loadedBytes += group.bytes;
      entry.isLoaded = true;
      return group.file.images(group);
    });
    const entry: Entry = { images, isLoaded: false };
    // One that cannot be read is tried again when it is next asked for.
    this.#last = images.catch(() => this.#drop(group));
    return entry;
  }

  #makeRoom(bytes: number): void {
    for (const [group, { isLoaded }] of this.#entries) {
      if (this.#loadedBytes + bytes <= this.#limit) return;
      if (isLoaded) this.#drop(group);
    }
  }

  #drop(group: RowGroup): void {
    if (this.#entries.delete(group)) this.#loadedBytes -= group.bytes;
  }
}
