// Quarter turns: images turned by right angles, at random as a step, or all four ways as a view.
import { cat, clone, contiguous, flip, fromTypedArray, type Tensor, transpose, uniformRows } from "../tensor/index.ts";
import type { Derivation } from "./derivation.ts";
import { replaceRows, rowsWhere, type Step } from "./step.ts";

/** Turns by 90°, 180° or 270°, each as likely (SimCLR, arXiv 2002.05709, Fig. 4). */
export function quarterTurns({ probability }: { probability: number }): Step {
  return {
    name: "quarter-turns",
    probability,
    apply(images, { ids, key }) {
      const turns = uniformRows(key.fold("turns"), ids, 1).map((share) => 1 + Math.floor(share * 3));
      const turned = clone(images);
      for (const quarter of [1, 2, 3]) {
        const rows = rowsWhere(turns, (turn) => turn === quarter);
        if (rows.length > 0) replaceRows(turned, rows, (chosen) => turn(chosen, quarter));
      }
      return turned;
    },
  };
}

/** Every image four times, turned by 0°, 90°, 180° and 270°; the targets are the quarters, 0 … 3, of each row. */
export function fourRotations(): Derivation {
  return {
    name: "four-rotations",
    apply(images) {
      const count = images.length(0);
      const quarters = BigInt64Array.from({ length: 4 * count }, (_, row) => BigInt(Math.floor(row / count)));
      const copies = [0, 1, 2, 3].map((quarter) => turn(images, quarter));
      return { images: cat(copies), targets: fromTypedArray(quarters, [4 * count]) };
    },
  };
}

/** Turned counter-clockwise by so many quarters; `images` `[B, C, S, S]`. */
export function turn(images: Tensor, quarters: number): Tensor {
  if (quarters === 0) return images;
  if (quarters === 2) return flip(images, [2, 3]);
  return contiguous(flip(transpose(images, 2, 3), [quarters === 1 ? 2 : 3]));
}
