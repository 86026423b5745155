// Lays a plan over a resolved configuration: what a person gave stays, the rest follows from the minutes.
import { UsageError } from "../errors.ts";
import { type CheckedValues, optionChecks } from "../options/checks.ts";
import {
  type OptionRecord,
  pretrainOptions,
  type ResolvedConfig,
  repeatCommand,
  type Source,
} from "../options/index.ts";
import { describeSources } from "../options/layers.ts";
import type { Plan } from "./plan.ts";

/**
 * The configuration with the plan's options, notes and repeating command.
 * @param methodOptions the options record of the config's method; plan options it does not know are left out
 * @throws UsageError where what was given does not fit the planned run
 */
export function applyPlan(config: ResolvedConfig, plan: Plan, methodOptions: OptionRecord): ResolvedConfig {
  const record: OptionRecord = { ...pretrainOptions, ...methodOptions };
  const isFree = (key: string) => key in record && !["flag", "config"].includes(config.sources[key] ?? "default");
  const derived = Object.fromEntries(Object.entries(plan.options).filter(([key]) => isFree(key)));
  const options = { ...config.options, ...derived };
  const sources: Record<string, Source> = {
    ...config.sources,
    ...Object.fromEntries(Object.keys(derived).map((key): [string, Source] => [key, "derived"])),
  };
  const origins = { preset: `preset ${config.preset}`, config: "the config file", derived: "--minutes" };
  const problems = optionChecks.flatMap((check) =>
    check(options as CheckedValues, describeSources(record, sources, origins)),
  );
  if (problems.length > 0) throw new UsageError(problems);
  const reasons = Object.entries(plan.reasons).filter(([key]) => key in derived);
  const notes = [...new Set([...config.notes, ...reasons.map(([, reason]) => reason)])];
  return { ...config, options, sources, notes, command: repeatCommand(record, options, sources) };
}
