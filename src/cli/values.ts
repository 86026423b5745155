// Typed flags to values for the commands whose options have no other source.
import { UsageError } from "../errors.ts";
import type { OptionRecord, Values } from "../options/index.ts";
import { defaultLayer, mergeLayers, readFlags } from "../options/layers.ts";
import type { CommandInput } from "./command.ts";

/** Defaults under flags. @throws UsageError with everything that is wrong */
export function readValues<R extends OptionRecord>(record: R, { flags, problems }: CommandInput): Values<R> {
  const typed = readFlags(record, flags);
  const faults = [...problems, ...typed.problems];
  if (faults.length > 0) throw new UsageError(faults);
  return mergeLayers(record, [defaultLayer(record), { source: "flag", values: typed.values }]).values as Values<R>;
}
