// Builds commander's command from our data: flags in sections, examples, and faults collected instead of thrown.
import { Command, CommanderError, Option } from "commander";
import { type MochiErrorFields, nearest, UsageError } from "../errors.ts";
import { flagEntries, flagTerm, flagText, flagValue } from "../options/help.ts";
import { asTyped } from "./as-typed.ts";
import type { CliCommand, CommandInput } from "./command.ts";

/**
 * Parses the arguments of one command and runs it; `--help` is printed and 0 returned.
 * @throws UsageError where a value or an argument is missing, and whatever the command throws
 */
export async function runCommand(definition: CliCommand, args: readonly string[]): Promise<number> {
  const command = buildCommand(definition);
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    const lacking = /^error: option '(?:-\w, )?(--[\w-]+) <(.+)>' argument missing$/.exec(error.message);
    const message = lacking
      ? `${lacking[1]} needs a value: ${lacking[1]} <${lacking[2]}>`
      : error.message.replace(/^error: /, "");
    throw new UsageError([{ code: "command-line", message, remedy: `see mochi ${definition.name} --help` }]);
  }
  return definition.run(readInput(definition, command));
}

function buildCommand({ name, summary, argument, argumentHelp, options, defaults, remark, examples }: CliCommand) {
  const command = new Command(`mochi ${name}`);
  command.description(summary).exitOverride().allowUnknownOption().allowExcessArguments();
  command.configureOutput({ writeOut: (text) => process.stdout.write(asTyped(text)), writeErr: () => {} });
  const firstGroup = Object.values(options)[0]?.group ?? "Options";
  command.addHelpOption(new Option("-h, --help", "show this help").helpGroup(`${firstGroup}:`));
  if (argument) command.argument(argument, argumentHelp);
  const terms = new Map<string, string>();
  for (const entry of flagEntries(options)) {
    const [{ short, value, group }] = entry.options;
    const long = value === undefined ? entry.flag : `${entry.flag} <${flagValue(entry.options)}>`;
    const option = new Option(short ? `${short}, ${long}` : long, flagText(entry, defaults ?? {})).helpGroup(
      `${group}:`,
    );
    terms.set(option.flags, flagTerm(entry));
    command.addOption(option);
    if (value === undefined) command.addOption(new Option(entry.flag.replace("--", "--no-")).hideHelp());
  }
  command.configureHelp({ optionTerm: ({ flags }) => terms.get(flags) ?? flags, helpWidth: 120 });
  const lines = examples.map(([line, purpose]) => `  ${line}\n      ${purpose}`);
  command.addHelpText("after", `${remark ? `\n${remark}\n` : ""}\nExamples:\n${lines.join("\n")}`);
  return command;
}

function readInput(definition: CliCommand, command: Command): CommandInput {
  const flags: Record<string, string | boolean> = {};
  for (const option of command.options) {
    if (option.negate) continue;
    const value: unknown = command.getOptionValue(option.attributeName());
    if (value !== undefined) flags[option.long!] = value as string | boolean;
  }
  const known = command.options.filter(({ hidden }) => !hidden).flatMap(({ long }) => (long ? [long] : []));
  const { positional, problems } = sortArguments(command.args, known);
  const { argument = "" } = definition;
  const most = argument === "" ? 0 : argument.includes("...") ? Number.POSITIVE_INFINITY : 1;
  // Beside an unknown flag a surplus argument is most likely its value.
  const surplus = problems.length > 0 ? [] : positional.slice(most);
  return {
    positional: positional.slice(0, most),
    flags,
    problems: [...problems, ...surplus.map((text) => unexpected(text, definition.name))],
  };
}

function sortArguments(args: readonly string[], known: readonly string[]) {
  const positional = args.filter((arg) => !arg.startsWith("-"));
  const problems = args
    .filter((arg) => arg.startsWith("-"))
    .map((arg): MochiErrorFields => {
      const flag = arg.split("=")[0]!;
      const near = nearest(flag, known);
      return {
        code: "unknown-flag",
        message: `unknown flag ${flag}${near ? `; did you mean ${near}?` : ""}`,
        remedy: near ? "correct it, or drop it" : "drop it; --help lists the flags",
      };
    });
  return { positional, problems };
}

function unexpected(text: string, name: string): MochiErrorFields {
  return { code: "unexpected-argument", message: `unexpected argument "${text}"`, remedy: `see mochi ${name} --help` };
}
