// docs/methods.md: the methods, the augmentation recipes, and where code and paper differ.
import { recipes } from "../../src/augment/index.ts";
import { methods } from "../../src/methods/index.ts";
import { filesBelow, linkTo, page, type SourceFile, table } from "./sources.ts";

export function methodsPage(): string {
  const sources = filesBelow("src");
  return page(
    "Methods",
    table(
      ["method", "what it does", "source", "preset", "file"],
      methods.map(({ name, summary, source, defaultPreset }) => [
        `\`${name}\``,
        summary,
        source,
        `\`${defaultPreset}\``,
        linkTo(fileOf(name, sources)),
      ]),
    ),
    "`mochi pretrain --method NAME` trains one; its options are in [configuration](configuration.md), its equations in " +
      "[equations](equations.md). A new one is one file: see [CONTRIBUTING](../CONTRIBUTING.md).",
    "## Augmentation recipes",
    table(
      ["recipe", "steps", "leaves out of the published one"],
      recipes.map(({ name, summary, leavesOut = "" }) => [`\`${name}\``, summary, leavesOut]),
    ),
    "## Where code and source differ",
    "From the comments that say so, at the spot.",
    table(
      ["where", ""],
      sources.flatMap(deviationsIn).map(({ path, line, text }) => [linkTo(path, line), text]),
    ),
  );
}

function fileOf(name: string, sources: readonly SourceFile[]): string {
  const isOf = ({ path, lines }: SourceFile) => path.startsWith("src/methods/") && lines.includes(`  name: "${name}",`);
  const found = sources.find(isOf);
  if (!found) throw new Error(`no file in src/methods has the line \`  name: "${name}",\``);
  return found.path;
}

/** Comments from "differs from" to their end, or to the next empty line or tag. */
function deviationsIn({ path, lines }: SourceFile): { path: string; line: number; text: string }[] {
  return lines.flatMap((first, index) => {
    const begins = commentText(first)?.search(/\bdiffers from\b/i) ?? -1;
    if (begins < 0) return [];
    const words = [commentText(first)!.slice(begins)];
    for (const next of lines.slice(index + 1)) {
      const text = commentText(next);
      if (!text || text.startsWith("@")) break;
      words.push(text);
    }
    const text = words.join(" ");
    return [{ path, line: index + 1, text: text[0]!.toUpperCase() + text.slice(1) }];
  });
}

/** The text of a line that is comment, of either kind; undefined for code and for the ends of comments. */
function commentText(line: string): string | undefined {
  return /^\s*(?:\/\/|\/\*\*|\*(?!\/))\s?(.*?)(?:\s*\*\/)?$/.exec(line)?.[1];
}
