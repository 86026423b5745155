// Shows a picture made of equal cells: spaced, labelled and, where classes are known, with right and wrong neighbours marked.
import type { Picture, PictureGrid } from "../run/types.ts";
import { type Html, html } from "./html.ts";
import { pngSize } from "./png-size.ts";

// Lengths of the drawing, in units of which a cell has 64.
const CELL = 64;
const GAP = 4;
const WIDE_GAP = 16;
const LABEL_HEIGHT = 13;
const LABEL_LENGTH = 13;

export interface ImageGridOptions {
  /** Unique in the page. */
  name: string;
  /** Columns before which a wider gap is left. */
  gapBefore: (column: number) => boolean;
  /** Whether the first cell of a row is a query that the others are compared with. */
  isQueryFirst: boolean;
}

/** The picture as one scalable drawing; as it is where its sidecar is missing or does not fit. */
export function imageGrid({ png, grid }: Picture, options: ImageGridOptions): Html {
  const source = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  const size = pngSize(png);
  if (!grid || !size || size.width !== grid.columns * grid.cell || size.height !== grid.rows * grid.cell) {
    return html`<img class="plain-grid" src="${source}" alt="${grid?.title ?? options.name}">`;
  }
  const { rows, columns, cell, classes } = grid;
  const left = columnStarts(columns, options.gapBefore);
  const rowHeight = CELL + (classes ? LABEL_HEIGHT : 0) + GAP;
  const width = left[columns - 1]! + CELL;
  const id = `picture-${options.name}`;
  const cells = Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const label = classes?.[row]?.[column];
    const isCompared = options.isQueryFirst && column > 0 && label !== undefined;
    const verdict = isCompared ? (label === classes?.[row]?.[0] ? "same" : "other") : "";
    return html`<g transform="translate(${left[column]} ${row * rowHeight})"><svg width="${CELL}" height="${CELL}" viewBox="${column * cell} ${row * cell} ${cell} ${cell}"><use href="#${id}"/></svg>${
      isCompared && html`<rect class="${verdict}" width="${CELL}" height="${CELL}"/>`
    }${label !== undefined && html`<text class="${verdict}" x="${CELL / 2}" y="${CELL + 10}">${shorten(label)}<title>${label}</title></text>`}</g>\n`;
  });
  return html`<svg class="image-grid${classes && " labelled"}" role="img" aria-label="${grid.title}" viewBox="-1 -1 ${width + 2} ${rows * rowHeight - GAP + 2}" style="max-width:${Math.round(width * 1.6)}px">
<defs><image id="${id}" width="${size.width}" height="${size.height}" href="${source}"/></defs>
${cells}</svg>`;
}

/** How many of the neighbours are of their query's class; undefined where classes are not known. */
export function agreement({ classes }: PictureGrid): { same: number; of: number } | undefined {
  if (!classes) return undefined;
  const pairs = classes.flatMap(([query, ...neighbours]) => neighbours.map((neighbour) => neighbour === query));
  return { same: pairs.filter(Boolean).length, of: pairs.length };
}

function columnStarts(columns: number, gapBefore: (column: number) => boolean): number[] {
  let x = 0;
  return Array.from({ length: columns }, (_, column) => {
    if (column > 0) x += CELL + (gapBefore(column) ? WIDE_GAP : GAP);
    return x;
  });
}

function shorten(label: string): string {
  return label.length > LABEL_LENGTH ? `${label.slice(0, LABEL_LENGTH - 1)}…` : label;
}
