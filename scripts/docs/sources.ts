// The source files as the generators of documentation read them.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface SourceFile {
  /** From the root of the repository: `src/methods/mochi.ts`. */
  readonly path: string;
  readonly lines: readonly string[];
}

/** All TypeScript files below a folder, sorted by path. */
export function filesBelow(folder: string): SourceFile[] {
  return readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => {
      const path = `${folder}/${name}`;
      return { path, lines: readFileSync(`${root}/${path}`, "utf8").split("\n") };
    });
}

/** The sentence in the first line of a file, without its full stop. */
export function sentenceOf({ lines }: SourceFile): string {
  return lines[0]!.replace(/^\/\/ /, "").replace(/\.$/, "");
}

/** A link from a page in docs/, to a line where one is given. */
export function linkTo(path: string, line?: number): string {
  const name = path.replace(/^(src|test)\//, "");
  return line === undefined ? `[${name}](../${path})` : `[${name}:${line}](../${path}#L${line})`;
}

/** A Markdown table; cells may hold anything but line breaks. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

/** A page with its title, what writes it, and its parts. */
export function page(title: string, ...parts: readonly string[]): string {
  return `${[`# ${title}`, "<!-- Written by `npm run docs`; do not edit. -->", ...parts].join("\n\n")}\n`;
}

/** Groups in the order of their first members. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
