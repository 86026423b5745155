// What pretrain and config share: their flags, and the way from a command line to a configuration.

import { loadConfigFile } from "../options/config-file.ts";
import { inGroup, type MethodDescription, type OptionRecord, pretrainOptions, text } from "../options/index.ts";
import { everyOption } from "../presets/choose.ts";
import { type Resolution, resolvePretrain } from "../presets/resolve.ts";
import type { CommandInput } from "./command.ts";

const configFlag = inGroup("Run", {
  config: text(undefined, {
    flag: "--config",
    value: "file",
    help: "config file (mochi.config.ts, .mjs or .js in this folder, if there is one)",
  }),
});

/** All flags of pre-training: its own, and each method's under the names of the methods that have it. */
export function pretrainFlags(methods: readonly MethodDescription[]): OptionRecord {
  const own = Object.entries(everyOption(methods)).filter(([key]) => !(key in pretrainOptions));
  const grouped = own.map(([key, option]) => {
    const owners = methods.filter(({ options }) => key in options).map(({ name }) => name);
    return [key, { ...option, group: `Method: ${inWords(owners)}` }] as const;
  });
  const names = methods.map(({ name }) => name).join(", ");
  const method = { ...pretrainOptions.method, help: `what to train: ${names}; \`mochi methods\` says more` };
  return { ...configFlag, ...pretrainOptions, method, ...Object.fromEntries(grouped) };
}

// A heading, not a list: which methods have an option also follows from `mochi config`.
const mostNamed = 4;

function inWords(names: readonly string[]): string {
  const rest = names.length - mostNamed + 1;
  return names.length <= mostNamed ? names.join(", ") : `${names.slice(0, mostNamed - 1).join(", ")} and ${rest} more`;
}

/** What a run without any flag takes. */
export function quickstartDefaults(methods: readonly MethodDescription[]): Readonly<Record<string, unknown>> {
  // The folder follows from the preset, as its help line says.
  return { ...resolvePretrain({ flags: {}, methods, isRun: false }).config.options, out: undefined };
}

/**
 * Loads the config file and resolves everything.
 * @param presetName the preset, where it is named as an argument
 * @throws UsageError with everything that is wrong
 */
export async function resolveInput(
  { flags, problems }: CommandInput,
  methods: readonly MethodDescription[],
  { isRun = true, presetName }: { isRun?: boolean; presetName?: string | undefined } = {},
): Promise<Resolution> {
  const { "--config": file, ...rest } = flags;
  const configFile = await loadConfigFile(typeof file === "string" ? file : undefined);
  const named = presetName === undefined ? rest : { ...rest, "--preset": presetName };
  return resolvePretrain({ flags: named, configFile, methods, problems, isRun });
}
