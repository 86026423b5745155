// From flags, a config file, a preset and defaults to one set of values that remember where each came from.
import { type MochiErrorFields, nearest } from "../errors.ts";
import type { Option, OptionRecord } from "./option.ts";

export type Source = "default" | "preset" | "config" | "flag" | "derived";

/** Values of one source; later layers win over earlier ones. */
export interface Layer {
  readonly source: Source;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Where the value of each option came from. */
export interface Sources {
  of(key: string): Source;
  /** True if a person gave the value, by flag or config file. */
  isGiven(key: string): boolean;
  /** The flag, and what else set it: `--queue-size (from mochi.config.ts)`. */
  place(key: string): string;
}

/** Flags as typed, by their long name: `--lr 0.1` is `"0.1"`, `--no-nesterov` is false under `--nesterov`. */
export type RawFlags = Readonly<Record<string, string | boolean>>;

interface Reading {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly MochiErrorFields[];
}

/** Reads typed flags; what an option refuses becomes a problem and is left out of the values. */
export function readFlags(record: OptionRecord, flags: RawFlags): Reading {
  const values: Record<string, unknown> = {};
  const problems: MochiErrorFields[] = [];
  for (const [flag, given] of Object.entries(flags)) {
    const sharing = Object.entries(record).filter(([, option]) => option.flag === flag);
    const parts = sharing.length > 1 ? String(given).split(",") : [given];
    if (parts.length !== sharing.length) {
      const keys = sharing.map(([key]) => words(key)).join(", ");
      problems.push({
        code: "invalid-option",
        message: `${flag} is "${given}", expected ${sharing.length} values: ${keys}`,
        where: flag,
        remedy: `for example ${flag} ${sharing.map(([, option]) => option.format(option.default)).join(",")}`,
      });
      continue;
    }
    sharing.forEach(([key, option], index) => {
      const part = parts[index]!;
      const value = typeof part === "boolean" ? part : option.parse(part);
      const problem = judge(key, option, value, flag, typeof value === "object" ? part : value);
      if (problem) problems.push(problem);
      else values[key] = value;
    });
  }
  return { values, problems };
}

/** Reads the object of a config file called `origin`; unknown keys are problems. */
export function readConfig(record: OptionRecord, config: Readonly<Record<string, unknown>>, origin: string): Reading {
  const values: Record<string, unknown> = {};
  const problems: MochiErrorFields[] = [];
  for (const [key, value] of Object.entries(config)) {
    const option = record[key];
    if (!option) {
      const near = nearest(key, Object.keys(record));
      problems.push({
        code: "unknown-option",
        message: `unknown option "${key}"${near ? `; did you mean "${near}"?` : ""}`,
        where: origin,
        remedy: near ? `rename it, or delete it` : "delete it; `mochi pretrain --help` lists the options",
      });
      continue;
    }
    const problem = judge(key, option, value, `${option.flag} (from ${origin})`);
    if (problem) problems.push(problem);
    else values[key] = value;
  }
  return { values, problems };
}

/** Lays the layers over one another, in order, for the keys of `record`. */
export function mergeLayers(record: OptionRecord, layers: readonly Layer[]) {
  const values: Record<string, unknown> = {};
  const sources: Record<string, Source> = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer.values)) {
      if (!(key in record)) continue;
      values[key] = value;
      sources[key] = layer.source;
    }
  }
  return { values, sources };
}

/** Puts the source of each value into words. `origins` names the sources: `mochi.config.ts`, `preset cifar10`. */
export function describeSources(
  record: OptionRecord,
  sources: Readonly<Record<string, Source>>,
  origins: Readonly<Partial<Record<Source, string>>>,
): Sources {
  const of = (key: string) => sources[key] ?? "default";
  return {
    of,
    isGiven: (key) => of(key) === "config" || of(key) === "flag",
    place: (key) => {
      const flag = record[key]?.flag ?? key;
      const origin = origins[of(key)] ?? (of(key) === "default" ? "its default" : undefined);
      return origin ? `${flag} (from ${origin})` : flag;
    },
  };
}

/** The layer of the options' own defaults. */
export function defaultLayer(record: OptionRecord): Layer {
  return {
    source: "default",
    values: Object.fromEntries(Object.entries(record).map(([key, option]) => [key, option.default])),
  };
}

/** An option's key as words: `queueSize` → `queue size`. */
export function words(key: string): string {
  return key.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
}

function judge(
  key: string,
  option: Option<unknown>,
  value: unknown,
  where: string,
  shown: unknown = value,
): MochiErrorFields | undefined {
  if (option.schema.safeParse(value).success) return undefined;
  const name = words(key);
  if (option.choices && typeof value === "string") {
    const near = nearest(value, option.choices);
    return {
      code: "unknown-choice",
      message: `unknown ${name} "${value}"${near ? `; did you mean "${near}"?` : ""}`,
      where,
      remedy: `use ${option.expected}`,
    };
  }
  const example = option.default === undefined ? "" : option.format(option.default);
  return {
    code: "invalid-option",
    message: `${name} is ${spell(shown)}, expected ${option.expected}`,
    where,
    remedy: example === "" ? "leave it out, or give what is expected" : `for example ${example}`,
  };
}

function spell(value: unknown): string {
  return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
}
