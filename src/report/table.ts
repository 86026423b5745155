// One kind of table for the whole report: sortable by a click on a heading, a list of cards on a phone where asked.
import { NOTHING } from "./format.ts";
import { Html, type HtmlValue, html } from "./html.ts";

export interface Column {
  title: string;
  /** Right-aligned figures, the largest first when sorted. */
  isNumeric?: boolean;
}

export interface Cell {
  content: HtmlValue;
  /** What sorting compares; the content itself where it is plain text. */
  sortBy?: string | number | undefined;
}

export interface TableOptions {
  /** Rows become cards where the screen is narrow. */
  asCards?: boolean;
  /** Rows to set off, by index. */
  isMarked?: (row: number) => boolean;
}

/** The first cell of each row is its heading. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { asCards = false, isMarked = () => false }: TableOptions = {},
): Html {
  const head = columns.map(
    ({ title, isNumeric }) =>
      html`<th scope="col"${flag(isNumeric, "number")}><button type="button">${title}</button></th>`,
  );
  const body = rows.map(
    (row, i) => html`<tr${flag(isMarked(i), "marked")}>${row.map((cell, j) => bodyCell(cell, j, columns[j]!))}</tr>\n`,
  );
  return html`<div class="scroll"><table${flag(asCards, "cards")}>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
</table></div>`;
}

function bodyCell({ content, sortBy }: Cell, index: number, { title, isNumeric }: Column): Html {
  const isText = (typeof content === "string" && content !== NOTHING) || typeof content === "number";
  const key = sortBy ?? (isText ? content : "");
  const attributes = html`${flag(isNumeric, "number")} data-sort="${key}" data-title="${title}"`;
  return index === 0 ? html`<th scope="row"${attributes}>${content}</th>` : html`<td${attributes}>${content}</td>`;
}

function flag(isSet: boolean | undefined, name: string): Html {
  return new Html(isSet ? ` class="${name}"` : "");
}
