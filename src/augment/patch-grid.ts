// Patch grid: overlapping patches on a regular grid (CPC, Hénaff et al., ICML 2020, arXiv 1905.09272).
import type { Derivation } from "./derivation.ts";
import { cutGrid } from "./patches.ts";

export interface PatchGridOptions {
  /** Patches on a side; CPC: 7 × 7. */
  grid: number;
  /** Share of a patch that its neighbour covers too; CPC: half. */
  overlap: number;
}

/** `grid²` patches of each image, row by row, as large as the overlap lets them be. */
export function patchGrid({ grid, overlap }: PatchGridOptions): Derivation {
  return {
    name: "patch-grid",
    apply(images) {
      const size = images.length(2);
      // side + (grid − 1) · (1 − overlap) · side = size
      const side = Math.floor(size / (1 + (grid - 1) * (1 - overlap)));
      const start = (index: number) => (grid === 1 ? 0 : Math.round((index * (size - side)) / (grid - 1)));
      const places = Array.from({ length: grid * grid }, (_, place) => ({
        top: start(Math.floor(place / grid)),
        left: start(place % grid),
      }));
      return { images: cutGrid(images, places, side) };
    },
  };
}
