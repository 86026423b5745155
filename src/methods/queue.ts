// Queue: the last K keys and the ids of their images, oldest overwritten first (MoCo, He et al., CVPR 2020, §3.2).
import { enqueue, normalize } from "../functional/index.ts";
import { buffer, Module } from "../nn/module.ts";
import {
  arange,
  type Buffer,
  fill_,
  full,
  indexCopy_,
  indicesOf,
  type Key,
  normal,
  remainder,
  scope,
  type Tensor,
  withoutGradient,
  zeros,
} from "../tensor/index.ts";

export class Queue extends Module {
  /** `[K, d]`, unit rows. */
  readonly keys: Buffer;
  /** `[K]` int64: the image each key came from; −1 where the queue still holds its random start. */
  readonly ids: Buffer;
  /** `[K]` int64: the class of each key's image, where it is kept; −1 as for ids. */
  readonly labels: Buffer | undefined;
  /** `[]` int64: the row that the next key takes. */
  readonly pointer: Buffer;

  constructor(size: number, embeddingSize: number, key: Key, { hasLabels = false } = {}) {
    super();
    this.keys = buffer(normalize(normal(key, [size, embeddingSize])));
    this.ids = buffer(full([size], -1, { dtype: "int64" }));
    this.labels = hasLabels ? buffer(full([size], -1, { dtype: "int64" })) : undefined;
    this.pointer = buffer(zeros([], { dtype: "int64" }));
  }

  get size(): number {
    return this.keys.length(0);
  }

  /** Replaces the oldest rows by `keys` `[B, d]` of the images `ids`, and of the classes `labels` `[B]` where it keeps them. */
  enqueue(keys: Tensor, ids: Int32Array, labels?: Tensor): void {
    withoutGradient(() =>
      scope(() => {
        const start = this.pointer.item();
        const rows = remainder(arange(start, start + ids.length, { dtype: "int64" }), this.size); // [B]
        indexCopy_(this.ids, 0, rows, indicesOf(ids));
        if (this.labels) indexCopy_(this.labels, 0, rows, labels!);
        fill_(this.pointer, enqueue(this.keys, start, keys));
      }),
    );
  }
}
