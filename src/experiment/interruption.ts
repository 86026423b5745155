// Ctrl-C and SIGTERM: the first asks the loop to stop at the next step, a second one ends the process at once.
import type { Ui } from "../options/index.ts";

export interface Interruption {
  isRequested: () => boolean;
  /** Gives the signals back. */
  release: () => void;
}

const duringTraining = "stopping after this step, with a checkpoint; once more to stop at once";

/** @param message said at the first signal */
export function onInterruption(ui: Pick<Ui, "warn">, message = duringTraining): Interruption {
  let isRequested = false;
  const handler = () => {
    if (isRequested) process.exit(130);
    isRequested = true;
    ui.warn(message);
  };
  process.on("SIGINT", handler);
  process.on("SIGTERM", handler);
  return {
    isRequested: () => isRequested,
    release: () => {
      process.off("SIGINT", handler);
      process.off("SIGTERM", handler);
    },
  };
}
