// What every analysis says of itself: the command that made it, and how far the encoder had come.
import type { Reached } from "./contrasts.ts";
import type { AnalysisName } from "./names.ts";

export type Header = (name: AnalysisName) => Reached & { command: string };

export function headerOf(path: string, { step, epoch }: Reached): Header {
  return (name) => ({ command: `mochi analyze ${path} --only ${name}`, step, epoch });
}
