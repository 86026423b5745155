// The one object that a run is started from, and the command that repeats it.
import type { Source } from "./layers.ts";
import type { OptionRecord } from "./option.ts";
import type { PretrainValues } from "./pretrain.ts";

export interface ResolvedConfig {
  readonly preset: string;
  readonly method: string;
  /**
   * Pre-training's options and the method's own. `out` is always set; `resume` is the folder of the run to continue,
   * or undefined for a new run.
   */
  readonly options: PretrainValues & Readonly<Record<string, unknown>>;
  readonly sources: Readonly<Record<string, Source>>;
  /** Derived choices with their reasons. */
  readonly notes: readonly string[];
  /** The command that repeats the run without its config file. */
  readonly command: string;
}

/** The command that gives these values again: every value that no preset or default sets, as a flag. */
export function repeatCommand(
  record: OptionRecord,
  values: Readonly<Record<string, unknown>>,
  sources: Readonly<Record<string, Source>>,
): string {
  const isPlanned = sources.epochs === "derived";
  // What was planned from measured rates must be given; other derived values follow again from what was given.
  const chosen = new Set(isPlanned ? ["flag", "config", "derived"] : ["flag", "config"]);
  const flags = new Map<string, string>();
  for (const [key, option] of Object.entries(record)) {
    // A repetition starts anew.
    if (key === "preset" || key === "resume" || (key === "minutes" && isPlanned)) continue;
    if (!chosen.has(sources[key] ?? "default") || flags.has(option.flag)) continue;
    flags.set(option.flag, formatFlag(record, values, option.flag));
  }
  return ["mochi pretrain", `--preset ${values.preset}`, ...flags.values()].join(" ");
}

/** One flag as it would be typed; options that share it are joined by commas. */
export function formatFlag(record: OptionRecord, values: Readonly<Record<string, unknown>>, flag: string): string {
  const sharing = Object.entries(record).filter(([, option]) => option.flag === flag);
  const [key, option] = sharing[0]!;
  if (option.value === undefined) return values[key] ? flag : flag.replace("--", "--no-");
  return `${flag} ${quote(sharing.map(([name, shared]) => shared.format(values[name])).join(","))}`;
}

/** Quoted for a POSIX shell where needed. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
