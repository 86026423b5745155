// The command line's entry: finds the command, loads it when it is called, and turns errors into messages and exit codes.
import { readFileSync } from "node:fs";
import { formatError, InterruptedError, nearest, UsageError } from "../errors.ts";
import { asTyped } from "./as-typed.ts";
import { commands } from "./commands.ts";

/**
 * Runs one command in this process.
 * @param argv what follows `mochi`
 * @returns the exit code: 0, 1 after a failure, 2 after wrong usage, 130 after an interruption
 */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv);
  } catch (error) {
    process.stderr.write(`${asTyped(formatError(error))}\n`);
    if (error instanceof UsageError) return 2;
    return error instanceof InterruptedError ? 130 : 1;
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [first, ...rest] = argv;
  if (first === "--version" || first === "-V") return print(version());
  if (first === undefined || first === "--help" || first === "-h") return print(topHelp());
  if (first === "help") return rest.length === 0 ? print(topHelp()) : dispatch([rest[0]!, "--help"]);
  const entry = commands.find(({ name }) => name === first);
  if (!entry) throw unknownCommand(first);
  const [{ runCommand }, command] = await Promise.all([import("./parse.ts"), entry.load()]);
  return runCommand(command, rest);
}

function topHelp(): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(11)}${summary}`);
  return `mochi ${version()}: pre-trains image encoders without labels, with hard negative mixing (MoCHi)

Usage: mochi <command> [options]

Commands:
${lines.join("\n")}

  mochi <command> --help shows options and examples; mochi --version the version.
  In a clone: npx mochi …

Examples:
  mochi pretrain --minutes 2 --out runs/taste          a first taste on CIFAR-10
  mochi pretrain --data ./photos --out runs/photos     an encoder for your own images
  mochi report runs/quickstart                         the run as a page`;
}

function unknownCommand(name: string): UsageError {
  const names = commands.map((command) => command.name);
  const near = nearest(name, names);
  const what = name.startsWith("-") ? "flag" : "command";
  const message = `unknown ${what} "${name}"${near ? `; did you mean "${near}"?` : ""}`;
  return new UsageError([{ code: `unknown-${what}`, message, remedy: `commands: ${names.join(", ")}` }]);
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

function print(text: string): number {
  process.stdout.write(`${asTyped(text)}\n`);
  return 0;
}
