// Cells of a sprite as elements of the page: the picture stands in it once, as the background of many boxes.
import { type Html, html } from "./html.ts";

export interface Sprite {
  columns: number;
  /** Side of a cell in the PNG, pixels. */
  cell: number;
}

/** The style of the element that holds the cells: the PNG as a variable. */
export function spriteStyle(png: Uint8Array): string {
  return `--sprite:url(data:image/png;base64,${Buffer.from(png).toString("base64")})`;
}

/** One cell, `side` pixels wide; `name` is read out in its place. */
export function spriteCell({ columns, cell }: Sprite, index: number, side: number, name: string): Html {
  const scale = side / cell;
  const [x, y] = [(index % columns) * cell * scale, Math.floor(index / columns) * cell * scale];
  return html`<span class="cell" role="img" aria-label="${name}" style="width:${side}px;height:${side}px;background-size:${columns * cell * scale}px auto;background-position:${-x}px ${-y}px"></span>`;
}
