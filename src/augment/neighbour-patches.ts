// Context prediction's pair: the patch in the middle and one of its eight neighbours, apart and jittered.
// Doersch et al., ICCV 2015, arXiv 1505.05192, §3.
import { indicesOf, uniformRows } from "../tensor/index.ts";
import type { Derivation } from "./derivation.ts";
import { cutPatches, type Place } from "./patches.ts";

export interface NeighbourOptions {
  /** Gap between neighbouring patches as a share of a patch's side; the paper: 48 of 96 px. */
  gap: number;
  /** How far each patch may stray either way, as a share of its side; the paper: 7 of 96 px. */
  jitter: number;
}

// Row and column of the eight neighbours, from the top left, row by row; the middle is left out.
const neighbours = [0, 1, 2, 3, 5, 6, 7, 8].map((cell) => [Math.floor(cell / 3) - 1, (cell % 3) - 1] as const);

/**
 * Two parts: all centres, then a neighbour of each; the targets `[B]` say which of the eight it is. Patches are as large
 * as three of them with gaps and jitter fit into the image.
 */
export function neighbourPatches({ gap, jitter }: NeighbourOptions): Derivation {
  return {
    name: "neighbour-patches",
    apply(images, { ids, key }) {
      const size = images.length(2);
      const side = Math.floor(size / (3 + 2 * gap + 2 * jitter));
      const pitch = Math.round(side * (1 + gap));
      const stray = Math.floor(side * jitter);
      const middle = Math.floor((size - side) / 2);
      const draws = uniformRows(key.fold("places"), ids, 5);
      const draw = (image: number, column: number) => draws[5 * image + column]!;
      const jittered = (share: number) => Math.round((2 * share - 1) * stray);
      const within = (start: number) => Math.min(size - side, Math.max(0, start));
      const chosen = Array.from(ids, (_, image) => Math.floor(draw(image, 0) * neighbours.length));
      const place = (image: number, [row, column]: readonly [number, number], at: number): Place => ({
        top: within(middle + row * pitch + jittered(draw(image, at))),
        left: within(middle + column * pitch + jittered(draw(image, at + 1))),
      });
      const centers = chosen.map((_, image) => place(image, [0, 0], 1));
      const around = chosen.map((which, image) => place(image, neighbours[which]!, 3));
      return {
        images: cutPatches(images, [centers, around], side),
        targets: indicesOf(chosen),
      };
    },
  };
}
