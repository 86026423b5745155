// Which method and which preset the given values mean, and which given options that method does not have.
import { type MochiErrorFields, nearest } from "../errors.ts";
import { type MethodDescription, type OptionRecord, pretrainOptions } from "../options/index.ts";
import { presets } from "./index.ts";
import type { Preset } from "./preset.ts";

/** Pre-training's options and those of all methods; where methods share a key, the first one's. */
export function everyOption(methods: readonly MethodDescription[]): OptionRecord {
  const all = new Map(Object.entries(pretrainOptions as OptionRecord));
  for (const { options } of methods)
    for (const [key, option] of Object.entries(options)) if (!all.has(key)) all.set(key, option);
  return Object.fromEntries(all);
}

/** What the given flags set besides their own options: `--mochi N,s,s′` means `--method mochi`. */
export function impliedValues(record: OptionRecord, flags: readonly string[]): Readonly<Record<string, string>> {
  const given = Object.values(record).filter(({ flag }) => flags.includes(flag));
  return Object.assign({}, ...given.map(({ implies }) => implies)) as Record<string, string>;
}

export interface Choice {
  readonly presetName: string;
  readonly preset: Preset;
  readonly method: MethodDescription;
  readonly problems: readonly MochiErrorFields[];
}

/**
 * Finds method and preset by name; an unknown one is a problem, and a known one stands in, so that the rest can still
 * be judged. Without a preset it is the one that suits the named method, else (or with minutes) quickstart; without a method, the preset
 * says which.
 */
export function choose(
  given: { method?: unknown; preset?: unknown; minutes?: unknown },
  methods: readonly MethodDescription[],
  place: (key: string) => string,
): Choice {
  const problems: MochiErrorFields[] = [];
  const find = <T>(kind: "method" | "preset", list: Readonly<Record<string, T>>, name: string): T | undefined => {
    if (Object.hasOwn(list, name)) return list[name];
    problems.push(unknownName(kind, name, Object.keys(list), place(kind)));
    return undefined;
  };
  const byName = Object.fromEntries(methods.map((method) => [method.name, method]));
  const named = typeof given.method === "string" ? find("method", byName, given.method) : undefined;
  // The dial is quickstart's.
  const usual = given.minutes === undefined ? named?.defaultPreset : undefined;
  const wanted = typeof given.preset === "string" ? given.preset : (usual ?? "quickstart");
  const found = find<Preset>("preset", presets, wanted);
  const preset = found ?? presets.quickstart;
  const method = named ?? byName[preset().method] ?? methods[0]!;
  return { presetName: found ? wanted : "quickstart", preset, method, problems };
}

/** Given options that belong to other methods than the chosen one, one problem a flag. */
export function foreignOptions(
  given: Readonly<Record<string, unknown>>,
  method: MethodDescription,
  methods: readonly MethodDescription[],
  place: (key: string) => string,
): MochiErrorFields[] {
  const problems = new Map<string, MochiErrorFields>();
  for (const key of Object.keys(given)) {
    if (key in pretrainOptions || key in method.options) continue;
    const owners = methods.filter(({ options }) => key in options).map(({ name }) => name);
    const flag = methods.find(({ options }) => key in options)?.options[key]?.flag ?? key;
    problems.set(flag, {
      code: "option-of-another-method",
      message: `${flag} belongs to method ${owners.join(", ")}, but the method is ${method.name}`,
      where: place(key),
      remedy: `drop it, or use --method ${owners[0]}`,
    });
  }
  return [...problems.values()];
}

function unknownName(kind: string, name: string, known: readonly string[], where: string): MochiErrorFields {
  const near = nearest(name, known);
  return {
    code: `unknown-${kind}`,
    message: `unknown ${kind} "${name}"${near ? `; did you mean "${near}"?` : ""}`,
    where,
    remedy: `${kind}s: ${[...known].sort().join(", ")}`,
  };
}
