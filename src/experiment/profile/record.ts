// What becomes of a profile: lines for the terminal, profile.json for the run folder.
import type { Ui } from "../../options/index.ts";
import type { RunFolder } from "../../run/run-folder.ts";
import type { ProfiledStep } from "../../train/profile.ts";
import { chromeTrace } from "./chrome-trace.ts";
import { summarize } from "./summarize.ts";
import { profileTable } from "./table.ts";

/** Prints the table and writes the trace. */
export function recordProfile(folder: RunFolder, ui: Ui): (recorded: readonly ProfiledStep[]) => void {
  return (recorded) => {
    if (recorded.length === 0) {
      ui.warn("no profile: training was over before its warm-up steps were");
      return;
    }
    const summary = summarize(recorded);
    ui.progress(undefined);
    for (const line of profileTable(summary)) ui.info(line);
    folder.writeProfile(chromeTrace(recorded, summary));
    ui.info(`profile: ${folder.profileFile} (open it in chrome://tracing or ui.perfetto.dev)`);
  };
}
