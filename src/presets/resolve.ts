// From what a person typed and wrote to the one configuration of a run, or to all that is wrong with it at once.
import { type MochiErrorFields, UsageError } from "../errors.ts";
import { type CheckedValues, optionChecks } from "../options/checks.ts";
import {
  type MethodDescription,
  type OptionRecord,
  type PretrainValues,
  pretrainOptions,
  type RawFlags,
  type ResolvedConfig,
  repeatCommand,
  type Source,
} from "../options/index.ts";
import { defaultLayer, describeSources, mergeLayers, readConfig, readFlags } from "../options/layers.ts";
import { choose, everyOption, foreignOptions, impliedValues } from "./choose.ts";
import { continueConfig, findRun } from "./continue.ts";
import { machineChecks, machineWarnings } from "./machine.ts";
import { settle } from "./settle.ts";

export interface PretrainInput {
  readonly flags: RawFlags;
  readonly configFile?: { readonly name: string; readonly values: Readonly<Record<string, unknown>> } | undefined;
  readonly methods: readonly MethodDescription[];
  /** Faults found before, such as unknown flags, to be told with the rest. */
  readonly problems?: readonly MochiErrorFields[];
  /** False: the values are only shown; neither disk nor processor is asked. */
  readonly isRun?: boolean;
}

export interface Resolution {
  readonly config: ResolvedConfig;
  /** What works, but not as its user may hope. */
  readonly warnings: readonly string[];
}

/**
 * Lays defaults < preset < config file < flags over one another and judges the outcome.
 * @throws UsageError with everything that is wrong
 */
export function resolvePretrain({
  flags,
  configFile,
  methods,
  problems = [],
  isRun = true,
}: PretrainInput): Resolution {
  const all = everyOption(methods);
  const typed = readFlags(all, flags);
  const written = configFile ? readConfig(all, configFile.values, configFile.name) : { values: {}, problems: [] };
  const typedValues: Readonly<Record<string, unknown>> = {
    ...impliedValues(all, Object.keys(flags)),
    ...typed.values,
  };
  const given = mergeLayers(all, [
    { source: "config", values: written.values },
    { source: "flag", values: typedValues },
  ]);
  const configOrigin = configFile ? { config: configFile.name } : {};
  const { place } = describeSources(all, given.sources, configOrigin);
  const choice = choose(given.values, methods, place);
  const faults = [...problems, ...typed.problems, ...written.problems, ...choice.problems];

  const { presetName, preset, method } = choice;
  const ownName = preset().method === method.name ? presetName : `${presetName}-${method.name}`;
  const out = typeof given.values.out === "string" ? given.values.out : `runs/${ownName}`;
  if (isRun && choice.problems.length === 0) {
    const found = findRun(out, given.values.resume as string | undefined, place);
    faults.push(...found.problems);
    if (found.run) {
      const continued = continueConfig(found.run, all, given.values, given.sources, place);
      return finish(continued.config, all, [...faults, ...continued.problems], { config: "the run" });
    }
  }

  // A config file may be written for another method than the flag names; then its options for that method are left out.
  const leavesOut = given.sources.method === "flag" && written.values.method !== typedValues.method;
  const judged = leavesOut ? typedValues : given.values;
  faults.push(...foreignOptions(judged, method, methods, place));

  const record: OptionRecord = { ...pretrainOptions, ...method.options };
  const merged = mergeLayers(record, [
    defaultLayer(record),
    { source: "preset", values: preset() },
    { source: "config", values: written.values },
    { source: "flag", values: typedValues },
  ]);
  const settled = settle({ ...merged.values, method: method.name, preset: presetName, out }, merged.sources);
  const { values, sources } = settled;
  const origins = { preset: `preset ${presetName}`, ...configOrigin };
  faults.push(
    ...optionChecks.flatMap((check) =>
      check(values as unknown as CheckedValues, describeSources(record, sources, origins)),
    ),
  );
  const left = leavesOut ? Object.keys(written.values).filter((key) => !(key in record)) : [];
  const leftNote = `${left.join(", ")} of ${configFile?.name} left out: method ${method.name} has no such options`;
  const notes = [...settled.notes, ...(left.length > 0 ? [leftNote] : [])];
  const command = repeatCommand(record, values, sources);
  // `resume` names a run that is continued; a new one has none, also under --resume auto.
  const options = { ...values, resume: undefined } as ResolvedConfig["options"];
  const config = { preset: presetName, method: method.name, options, sources, notes, command };
  if (!isRun) return { config: refuse(config, faults), warnings: [] };
  return finish(config, record, faults, origins);
}

/** Asks disk and processor, then hands out the configuration or everything that is wrong. */
function finish(
  config: ResolvedConfig,
  record: OptionRecord,
  faults: readonly MochiErrorFields[],
  origins: Readonly<Partial<Record<Source, string>>>,
): Resolution {
  const sources = describeSources(record, config.sources, origins);
  const values = config.options as PretrainValues;
  const onDisk = machineChecks.flatMap((check) => check(values, sources));
  return { config: refuse(config, [...faults, ...onDisk]), warnings: machineWarnings(values) };
}

function refuse(config: ResolvedConfig, faults: readonly MochiErrorFields[]): ResolvedConfig {
  if (faults.length > 0) throw new UsageError(faults);
  return config;
}
