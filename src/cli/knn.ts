// mochi knn: weighted nearest-neighbour classification with a run's encoder.
import { knnOptions } from "../options/knn.ts";
import type { CliCommand } from "./command.ts";
import { createUi } from "./ui.ts";
import { readValues } from "./values.ts";

export const knnCommand: CliCommand = {
  name: "knn",
  summary: "Classifies the test images by their nearest training images in the run's feature space.",
  argument: "<run>",
  argumentHelp: "run folder",
  options: knnOptions,
  examples: [
    ["mochi knn runs/quickstart", "top-1 with 200 neighbours"],
    ["mochi knn runs/quickstart --neighbours 20 --temperature 0.1", "fewer neighbours, softer votes"],
  ],

  async run(input) {
    const values = readValues(knnOptions, input);
    const { knn } = await import("../experiment/knn.ts");
    await knn(input.positional[0]!, values, createUi());
    return 0;
  },
};
