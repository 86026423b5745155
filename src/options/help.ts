// Words about options for people: the help line of a flag, and the documentation table of a record.
import type { Option, OptionRecord } from "./option.ts";

/** One flag with the options that share it. */
export interface FlagEntry {
  readonly flag: string;
  readonly keys: readonly string[];
  readonly options: readonly [Option<unknown>, ...Option<unknown>[]];
}

/** The flags of a record, in its order. */
export function flagEntries(record: OptionRecord): FlagEntry[] {
  const entries = new Map<string, FlagEntry>();
  for (const [key, option] of Object.entries(record)) {
    const known = entries.get(option.flag);
    entries.set(option.flag, {
      flag: option.flag,
      keys: [...(known?.keys ?? []), key],
      options: known ? [...known.options, option] : [option],
    });
  }
  return [...entries.values()];
}

/** The flag as help writes it: `-b, --batch-size <images>`, `--[no-]nesterov`, `--mochi <N,s,s′>`. */
export function flagTerm({ flag, options }: FlagEntry): string {
  const [{ short, value }] = options;
  const long = value === undefined ? flag.replace("--", "--[no-]") : `${flag} <${flagValue(options)}>`;
  return short ? `${short}, ${long}` : long;
}

/** The placeholder of a flag's value, without brackets. */
export function flagValue(options: readonly Option<unknown>[]): string {
  return [...new Set(options.map(({ value }) => value))].join(",");
}

/** What a flag does, with the default among `values`. */
export function flagText({ keys, options }: FlagEntry, values: Readonly<Record<string, unknown>>): string {
  const text = [...new Set(options.map(describeHelp))].join("; ");
  const defaults = options.map((option, index) => formatDefault(option, values[keys[index]!] ?? option.default));
  return defaults.some((value) => value !== "") ? `${text} (${defaults.join(",")})` : text;
}

/** A Markdown table of a record: key, flag, default, what is accepted, what it does. */
export function optionTable(record: OptionRecord): string {
  const rows = Object.entries(record).map(([key, option]) => {
    const term = flagTerm({ flag: option.flag, keys: [key], options: [option] });
    const cells = [`\`${key}\``, `\`${term}\``, formatDefault(option, option.default), option.expected, option.help];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return ["| option | flag | default | accepts | |", "|---|---|---|---|---|", ...rows].join("\n");
}

/** Choices too long for the flag's placeholder follow the help line. */
function describeHelp({ help, choices, value }: Option<unknown>): string {
  return choices && value !== choices.join("|") ? `${help}: ${choices.join(", ")}` : help;
}

function formatDefault(option: Option<unknown>, value: unknown): string {
  if (value === undefined) return "";
  if (typeof value === "boolean") return value ? "on" : "off";
  return option.format(value);
}
