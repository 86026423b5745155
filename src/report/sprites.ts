// Sprites: pictures of equal cells, embedded once in the style sheet and shown cell by cell.
import { type Html, html } from "./html.ts";
import { pngSize } from "./png-size.ts";

/** A sprite in the page. */
export interface Sprite {
  /** Class of every element that shows a cell of it. */
  name: string;
  columns: number;
  rows: number;
}

/** The sprites of a page; the same picture of several runs is embedded once. */
export class Sprites {
  readonly #rules = new Map<string, string>();

  /** Undefined where the picture is missing or does not consist of cells of this size. */
  add(png: Uint8Array | undefined, { columns, cell }: { columns: number; cell: number }): Sprite | undefined {
    const size = png && pngSize(png);
    if (!png || !size || size.width !== columns * cell || size.height % cell !== 0) return undefined;
    const rows = size.height / cell;
    const source = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
    const key = `--columns:${columns};--rows:${rows};background-image:url(${source})`;
    const name = this.#rules.get(key) ?? `sprite-${this.#rules.size}`;
    this.#rules.set(key, name);
    return { name, columns, rows };
  }

  /** The rules of all sprites added so far. */
  get style(): string {
    return [...this.#rules].map(([rule, name]) => `.${name}{${rule}}`).join("\n");
  }
}

/** One cell of a sprite; nothing where it has no such cell. */
export function spriteCell({ name, columns, rows }: Sprite, cell: number, description: string): Html | undefined {
  if (cell < 0 || cell >= columns * rows) return undefined;
  const place = `--column:${cell % columns};--row:${Math.floor(cell / columns)}`;
  return html`<span class="cell ${name}" role="img" aria-label="${description}" style="${place}"></span>`;
}
