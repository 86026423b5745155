// Jigsaw: a grid of jittered patches in an order of their own for each image (Noroozi & Favaro, ECCV 2016, 1603.09246).
import { fromTypedArray, permutation, uniformRows } from "../tensor/index.ts";
import type { Derivation } from "./derivation.ts";
import { cutPatches } from "./patches.ts";

export interface JigsawOptions {
  /** Cells on a side: 3 gives nine patches. */
  grid: number;
  /** Side of a patch as a share of its cell's; it lies anywhere within. PIRL: 64 of 85 px. */
  patch: number;
}

/** `grid²` patches of each image, shuffled; the targets `[grid², B]` say which cell each patch was cut from. */
export function jigsaw({ grid, patch }: JigsawOptions): Derivation {
  return {
    name: "jigsaw",
    apply(images, { ids, key }) {
      const cell = Math.floor(images.length(2) / grid);
      const side = Math.max(1, Math.round(patch * cell));
      const cells = grid * grid;
      const orders = Array.from(ids, (id) => permutation(key.fold("order").fold(id), cells));
      const draws = uniformRows(key.fold("jitter"), ids, 2 * cells);
      const shift = (image: number, place: number) => Math.floor(draws[image * 2 * cells + place]! * (cell - side + 1));
      const places = Array.from({ length: cells }, (_, part) =>
        orders.map((order, image) => {
          const from = order[part]!;
          return {
            top: Math.floor(from / grid) * cell + shift(image, 2 * from),
            left: (from % grid) * cell + shift(image, 2 * from + 1),
          };
        }),
      );
      const sources = places.flatMap((_, part) => orders.map((order) => BigInt(order[part]!)));
      return {
        images: cutPatches(images, places, side),
        targets: fromTypedArray(BigInt64Array.from(sources), [cells, ids.length]),
      };
    },
  };
}
