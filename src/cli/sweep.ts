// mochi sweep: many runs from one file, with a table at the end.
import { count, inGroup } from "../options/index.ts";
import type { CliCommand } from "./command.ts";
import { createUi } from "./ui.ts";
import { readValues } from "./values.ts";

const options = inGroup("Sweep", {
  threads: count(0, { min: 0, flag: "--threads", help: "0: the physical cores" }),
});

export const sweepCommand: CliCommand = {
  name: "sweep",
  summary: "Runs the cells of a sweep one after another, each with its seeds, and prints mean and spread of each cell.",
  argument: "<file>",
  argumentHelp: "TypeScript, JavaScript or JSON; its default export is a sweep, as defineSweep types it",
  options,
  remark:
    "Runs land in runs/<sweep>/<cell>-seed-<n>. What is finished is not run again, an interrupted run is continued, and a\n" +
    "cell that fails is passed over and named at the end (exit code 1). runs/<sweep>/sweep.json holds the results;\n" +
    "`mochi report runs/<sweep>` draws them, and the gains over a baseline as a heat map where the sweep declares one:\n" +
    'heatmap: { x: "syntheticWithQuery", y: "synthetic", panel: "hardest", baseline: "moco-v2" }.',
  examples: [
    ["mochi sweep experiments/cifar10-methods/sweep.ts", "every method on CIFAR-10; again after an interruption"],
    ["mochi report runs/cifar10-methods", "its runs side by side"],
    ["mochi sweep experiments/mixing-grid/sweep.ts", "gains of MoCHi over MoCo-v2 for several N, s and s′"],
  ],

  async run(input) {
    const { threads } = readValues(options, input);
    const { setThreads } = await import("../tensor/index.ts");
    if (threads > 0) setThreads(threads);
    const { sweep } = await import("../experiment/sweep.ts");
    const failed = await sweep(input.positional[0]!, createUi());
    return failed > 0 ? 1 : 0;
  },
};
