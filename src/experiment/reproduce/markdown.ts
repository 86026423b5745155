// Tables of Markdown.

/** Bars within cells are escaped. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly (string | number | unknown)[])[],
): string {
  const line = (cells: readonly unknown[]) =>
    `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}
