// Writes the pages of docs/ that follow from the code, the tree of files and the tables of speed and of claims in README.md.
// Usage: npx tsx scripts/generate-docs.ts [--check]      --check writes nothing and exits with 1 where a page is stale
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withBenchTable } from "./docs/bench-table.ts";
import { withClaimsTable } from "./docs/claims-table.ts";
import { cliPage } from "./docs/cli.ts";
import { configurationPage } from "./docs/configuration.ts";
import { equationsPage } from "./docs/equations.ts";
import { errorsPage } from "./docs/errors.ts";
import { methodsPage } from "./docs/methods.ts";
import { root } from "./docs/sources.ts";
import { withTree } from "./docs/tree.ts";

/** What each generated file should hold, by its path from the root of the repository. */
async function generatedFiles(): Promise<Map<string, string>> {
  const files = new Map([
    ["docs/cli.md", await cliPage()],
    ["docs/configuration.md", configurationPage()],
    ["docs/methods.md", methodsPage()],
    ["docs/equations.md", equationsPage()],
    ["docs/errors.md", errorsPage()],
  ]);
  const readme = read("README.md");
  if (readme !== undefined) files.set("README.md", withClaimsTable(withBenchTable(withTree(readme))));
  return files;
}

/** The generated files that are not as they should be, with what they should hold. */
export async function staleFiles(): Promise<Map<string, string>> {
  return new Map([...(await generatedFiles())].filter(([path, text]) => read(path) !== text));
}

function read(path: string): string | undefined {
  return existsSync(`${root}/${path}`) ? readFileSync(`${root}/${path}`, "utf8") : undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isCheck = process.argv.includes("--check");
  const stale = await staleFiles();
  for (const [path, text] of stale) {
    if (!isCheck) writeFileSync(`${root}/${path}`, text);
    console.log(`${isCheck ? "✖ stale, run `npm run docs`:" : "wrote"} ${path}`);
  }
  if (isCheck && stale.size > 0) process.exitCode = 1;
}
