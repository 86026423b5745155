// Continuing an unfinished run: which folder is meant, and what may differ from how it was started.
import { isDeepStrictEqual } from "node:util";
import type { MochiErrorFields } from "../errors.ts";
import { type OptionRecord, pretrainOptions, type ResolvedConfig, type Source } from "../options/index.ts";
import { defaultLayer, words } from "../options/layers.ts";
import { RunFolder } from "../run/run-folder.ts";

export interface Continuation {
  /** The run to continue; undefined: a new one starts. */
  readonly run?: { readonly folder: string; readonly config: ResolvedConfig };
  readonly problems: readonly MochiErrorFields[];
}

/** Looks where the run would be written: nothing there, an unfinished run to continue, or a finished one to keep. */
export function findRun(out: string, resume: string | undefined, place: (key: string) => string): Continuation {
  const isNamed = resume !== undefined && resume !== "auto";
  const folder = isNamed ? resume : out;
  const where = place(isNamed ? "resume" : "out");
  const refuse = (code: string, message: string, remedy: string) => ({ problems: [{ code, message, where, remedy }] });
  let config: ResolvedConfig | undefined;
  let status: string | undefined;
  try {
    config = new RunFolder(folder).readConfig<ResolvedConfig>();
    status = new RunFolder(folder).readState()?.status;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse("unreadable-run", `the run in ${folder} cannot be read: ${reason}`, "choose another --out");
  }
  if (config === undefined) {
    if (!isNamed) return { problems: [] };
    return refuse("no-run", `there is no run in ${folder}`, "name a folder that mochi pretrain wrote");
  }
  if (typeof config.method !== "string" || typeof config.options !== "object") {
    return refuse("not-a-run", `${folder}/config.json is not that of a run`, "choose another --out");
  }
  if (status === "finished") {
    return isNamed
      ? refuse("run-finished", `the run in ${folder} is finished`, `evaluate it: mochi linear ${folder}`)
      : refuse("run-finished", `${folder} holds a finished run, which is not overwritten`, `add --out ${folder}-2`);
  }
  return { run: { folder, config }, problems: [] };
}

/**
 * The configuration the run was started with, and over it what was given now and may change.
 * @param given values by flag or config file, with their sources
 */
export function continueConfig(
  run: { readonly folder: string; readonly config: ResolvedConfig },
  record: OptionRecord,
  given: Readonly<Record<string, unknown>>,
  sources: Readonly<Record<string, Source>>,
  place: (key: string) => string,
): { config: ResolvedConfig; problems: MochiErrorFields[] } {
  const { folder, config } = run;
  // A run of an earlier version lacks the options that have come since.
  const before = { ...defaultLayer(pretrainOptions).values, ...config.options };
  const stored: Readonly<Record<string, unknown>> = { ...before, method: config.method, preset: config.preset };
  const changed: Record<string, unknown> = {};
  const problems: MochiErrorFields[] = [];
  for (const [key, value] of Object.entries(given)) {
    if (key === "resume" || (key === "out" && value === folder) || isDeepStrictEqual(stored[key], value)) continue;
    const option = record[key];
    if (option?.changeable) changed[key] = value;
    else problems.push(contradiction(key, option?.format(value) ?? String(value), stored, record, folder, place(key)));
  }
  const changes = Object.keys(changed).map((key): [string, Source] => [key, sources[key] ?? "flag"]);
  const options = { ...before, ...changed, out: folder, resume: folder };
  return { config: { ...config, options, sources: { ...config.sources, ...Object.fromEntries(changes) } }, problems };
}

function contradiction(
  key: string,
  value: string,
  stored: Readonly<Record<string, unknown>>,
  record: OptionRecord,
  folder: string,
  where: string,
): MochiErrorFields {
  const kept = key === "out" ? folder : stored[key] === undefined ? undefined : record[key]?.format(stored[key]);
  const had = kept === undefined ? "none" : kept === "" ? "an empty one" : kept;
  return {
    code: "resume-contradiction",
    message: `${words(key)} is ${value}, but the unfinished run in ${folder} was started with ${had}`,
    where,
    remedy: key === "out" ? "drop it, or drop --resume" : "drop it, or start anew in another --out",
  };
}
