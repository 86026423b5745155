// What every analysis says of itself: the command that made it, and how far the encoder had come.
import type { Reached } from "./contrasts.ts";
import type { AnalysisName } from "./names.ts";

/** `flags`: those of the analysis, after a space. */
export type Header = (name: AnalysisName, flags?: string) => Reached & { command: string };

export function headerOf(path: string, { step, epoch }: Reached): Header {
  return (name, flags = "") => ({ command: `mochi analyze ${path} --only ${name}${flags}`, step, epoch });
}
