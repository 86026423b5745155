// mochi analyze: why an encoder is as good as it is, from the newest checkpoint of a run.
import { analyzeOptions } from "../options/analyze.ts";
import type { CliCommand } from "./command.ts";
import { createUi } from "./ui.ts";
import { readValues } from "./values.ts";

export const analyzeCommand: CliCommand = {
  name: "analyze",
  summary:
    "Looks at a run's feature space: hardness, false negatives, alignment, uniformity, spectrum, confusion, a map.",
  argument: "<run>",
  argumentHelp: "run folder",
  options: analyzeOptions,
  remark:
    "Results land in analyses/ of the run folder, and on its report. What a run has not (labels, a queue) is passed over.",
  examples: [
    ["mochi analyze runs/quickstart", "all analyses, then the report anew"],
    ["mochi analyze runs/quickstart --only alignment-uniformity,spectrum", "two of them"],
    ["mochi analyze runs/quickstart --only microscope --images 12,4030", "the hardest negatives of two images"],
  ],

  async run(input) {
    const values = readValues(analyzeOptions, input);
    const { analyze } = await import("../experiment/analyze.ts");
    await analyze(input.positional[0]!, values, createUi());
    return 0;
  },
};
