// docs/cli.md: the help screen of every command.
import { commands } from "../../src/cli/commands.ts";
import { run } from "../../src/cli/main.ts";
import { page } from "./sources.ts";

export async function cliPage(): Promise<string> {
  const screens = [["mochi", await help()]];
  for (const { name } of commands) screens.push([`mochi ${name}`, await help(name)]);
  return page(
    "Command line",
    "The same screens as `mochi --help` and `mochi <command> --help`. Exit codes: 0; 1 after a failure; 2 after wrong " +
      "usage; 130 after an interruption. In a clone, write `npx mochi`.",
    ...screens.map(([title, text]) => `## ${title}\n\n\`\`\`text\n${text}\n\`\`\``),
  );
}

async function help(...command: readonly string[]): Promise<string> {
  const { write } = process.stdout;
  let printed = "";
  process.stdout.write = (text: string | Uint8Array) => {
    printed += text;
    return true;
  };
  try {
    await run([...command, "--help"]);
  } finally {
    process.stdout.write = write;
  }
  return printed.trimEnd();
}
