// Memory bank: one slowly changing unit vector for every image of the data set (Wu et al., CVPR 2018, arXiv 1805.01978).
import { normalize } from "../functional/index.ts";
import { buffer, Module } from "../nn/module.ts";
import {
  add,
  type Buffer,
  indexCopy_,
  indexSelect,
  indicesOf,
  integers,
  type Key,
  mul,
  normal,
  scope,
  type Tensor,
  withoutGradient,
} from "../tensor/index.ts";

export interface DrawnVectors {
  ids: Tensor;
  rows: Tensor;
}

export class MemoryBank extends Module {
  /** `[N, d]`, unit rows, row i for image i. */
  readonly rows: Buffer;

  constructor(images: number, embeddingSize: number, key: Key) {
    super();
    this.rows = buffer(normalize(normal(key, [images, embeddingSize])));
  }

  /** N, the images that the bank holds. */
  get size(): number {
    return this.rows.length(0);
  }

  /** The vectors of these images, `[n, d]`. */
  of(ids: ArrayLike<number>): Tensor {
    return withoutGradient(() => indexSelect(this.rows, 0, indicesOf(ids)));
  }

  /** The vectors of `count` images drawn uniformly, `[count, d]`, and whose they are, `[count]` int64. */
  draw(count: number, key: Key): DrawnVectors {
    const ids = integers(key, this.size, [count]); // [K]
    return { ids, rows: withoutGradient(() => indexSelect(this.rows, 0, ids)) };
  }

  /**
   * Moves the vectors of `ids` towards `embeddings` `[B, d]` and leaves all others.
   * @param momentum share of the old vector that stays; 0.5 in InstDis's code, PIRL and CMC
   */
  update(ids: ArrayLike<number>, embeddings: Tensor, momentum: number): void {
    withoutGradient(() =>
      scope(() => {
        // InstDis code: vᵢ ← (m vᵢ + (1 − m) fᵢ) / ‖·‖
        const moved = normalize(add(mul(this.of(ids), momentum), mul(embeddings, 1 - momentum))); // [B, d]
        indexCopy_(this.rows, 0, indicesOf(ids), moved);
      }),
    );
  }
}
