// Options as data: type, range, flag and help of a value in one object; parsing, checks, help and docs follow from it.
import * as z from "zod";

/** One option of a command or a method. Several options may share a flag, whose value then lists them by commas. */
export interface Option<T> {
  readonly default: T;
  /** Accepts the value as a config file gives it. */
  readonly schema: z.ZodType<T>;
  /** What the schema accepts, in words. */
  readonly expected: string;
  readonly choices?: readonly string[];
  /** The long flag with its dashes. */
  readonly flag: string;
  readonly short?: string;
  /** The name or unit of the flag's value in help; a toggle has none. */
  readonly value?: string;
  readonly help: string;
  /** Heading of the help section. */
  readonly group: string;
  /** Other options that giving the flag sets, unless their own flags are given. */
  readonly implies?: Readonly<Record<string, string>>;
  /** True if an unfinished run may be continued with another value. */
  readonly changeable: boolean;
  /** Turns a flag's text into what the schema judges. */
  parse(text: string): unknown;
  /** The inverse of `parse`, so that a command can be printed for repetition. */
  format(value: T): string;
}

export type OptionRecord = Readonly<Record<string, Option<unknown>>>;

/** The value types of a record of options. */
export type Values<R extends OptionRecord> = { -readonly [K in keyof R]: R[K] extends Option<infer T> ? T : never };

/** What every option says of itself, whatever its type. */
export interface Description {
  flag: string;
  help: string;
  short?: string;
  value?: string;
  implies?: Readonly<Record<string, string>>;
  changeable?: boolean;
}

export interface Range {
  min?: number | undefined;
  max?: number | undefined;
  /** Lower bound that is itself refused. */
  above?: number | undefined;
  /** Upper bound that is itself refused. */
  below?: number | undefined;
}

/** A whole number, at least 1 unless `min` says otherwise. */
export function count(value: number, { min = 1, max, ...description }: Description & Pick<Range, "min" | "max">) {
  const range = { min, max };
  return describe<number>(value, description, {
    schema: within(z.int(), range),
    expected: `a whole number${rangeInWords(range)}`,
    value: description.value ?? "n",
    parse: toNumber,
    format: String,
  });
}

/** A finite number. */
export function number(value: number, { min, max, above, below, ...description }: Description & Range) {
  const range = { min, max, above, below };
  return describe<number>(value, description, {
    schema: within(z.number(), range),
    expected: `a number${rangeInWords(range)}`,
    value: description.value ?? "x",
    parse: toNumber,
    format: String,
  });
}

/** True or false, by `--flag` and `--no-flag`. */
export function toggle(value: boolean, description: Omit<Description, "value">) {
  return describe<boolean>(value, description, {
    schema: z.boolean(),
    expected: "true or false",
    parse: (text) => (text === "true" ? true : text === "false" ? false : text),
    format: String,
  });
}

// Longer ones would widen the column of flags in help.
const LONGEST_PLACEHOLDER = 18;

/** One of a few names. */
export function choice<const C extends readonly [string, ...string[]]>(
  choices: C,
  value: NoInfer<C[number]>,
  description: Omit<Description, "value">,
) {
  return describe<C[number]>(value, description, {
    schema: z.enum(choices),
    expected: `one of ${choices.join(", ")}`,
    choices,
    value: choices.join("|").length <= LONGEST_PLACEHOLDER ? choices.join("|") : "name",
    parse: (text) => text,
    format: String,
  });
}

/** Text; with `undefined` as default, text that may be absent. `pattern` comes with its words. */
export function text<T extends string | undefined>(
  value: T,
  { pattern, expected, ...description }: Description & { pattern?: RegExp; expected?: string },
) {
  const schema = pattern ? z.string().regex(pattern) : z.string().min(1);
  return describe<T extends string ? string : string | undefined>(value as never, description, {
    schema: (value === undefined ? schema.optional() : schema) as never,
    expected: expected ?? "a text",
    value: description.value ?? "text",
    parse: (given) => given,
    format: String,
  });
}

/** A list of numbers, in a flag separated by commas; the empty text is the empty list. */
export function list(value: readonly number[], { min, max, above, below, ...description }: Description & Range) {
  const range = { min, max, above, below };
  return describe<readonly number[]>(value, description, {
    schema: z.array(within(z.number(), range)),
    expected: `numbers${rangeInWords(range)}, separated by commas`,
    value: description.value ?? "x,…",
    parse: (given) => (given.trim() === "" ? [] : given.split(",").map(toNumber)),
    format: (values) => values.join(","),
  });
}

/** Sets the help section of each option of a record. */
export function inGroup<R extends OptionRecord>(group: string, record: R): R {
  return Object.fromEntries(Object.entries(record).map(([key, option]) => [key, { ...option, group }])) as unknown as R;
}

/** Completes an option from its description and the behaviour of its type; for types of one's own. */
export function describe<T>(
  value: T,
  { changeable = false, ...description }: Description,
  type: Pick<Option<T>, "schema" | "expected" | "parse" | "format"> & { choices?: readonly string[]; value?: string },
): Option<T> {
  return { group: "Options", ...description, ...type, changeable, default: value };
}

/** The number a text spells, or the text itself, for the schema to refuse. */
export function toNumber(given: string): unknown {
  return given.trim() === "" || Number.isNaN(Number(given)) ? given : Number(given);
}

function within(schema: z.ZodNumber, { min, max, above, below }: Range): z.ZodNumber {
  if (min !== undefined) schema = schema.gte(min);
  if (max !== undefined) schema = schema.lte(max);
  if (above !== undefined) schema = schema.gt(above);
  if (below !== undefined) schema = schema.lt(below);
  return schema;
}

function rangeInWords({ min, max, above, below }: Range): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  const bounds = [
    min !== undefined && `of at least ${min}`,
    above !== undefined && `above ${above}`,
    max !== undefined && `of at most ${max}`,
    below !== undefined && `below ${below}`,
  ].filter(Boolean);
  return bounds.length > 0 ? ` ${bounds.join(" and ")}` : "";
}
