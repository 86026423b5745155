// README's "Where things are": the files of src/ with their first sentences.
import { between } from "./between.ts";
import { filesBelow, groupBy, type SourceFile, sentenceOf } from "./sources.ts";

/** The README with the tree between its markers; as it is where it has none. */
export function withTree(readme: string): string {
  return between(readme, "tree", () => `\`\`\`\n${tree()}\n\`\`\``);
}

function tree(): string {
  const files = filesBelow("src").map((file) => ({ ...file, path: file.path.slice("src/".length) }));
  const byFolder = groupBy(files, ({ path }) => (path.includes("/") ? path.slice(0, path.indexOf("/")) : ""));
  const folders = [...byFolder].sort(([a], [b]) => (a < b ? -1 : 1));
  return ["src/", ...folders.flatMap(([folder, inside]) => linesOf(folder, inside))].join("\n");
}

function linesOf(folder: string, files: readonly SourceFile[]): string[] {
  const prefix = folder === "" ? "" : `${folder}/`;
  const indent = folder === "" ? "  " : "    ";
  const names = files.map(({ path }) => path.slice(prefix.length));
  const width = Math.max(26, ...names.map(({ length }) => length + 1));
  const lines = files.map((file, i) => `${indent}${names[i]!.padEnd(width)}${sentenceOf(file)}`);
  return folder === "" ? lines : [`  ${prefix}`, ...lines];
}
