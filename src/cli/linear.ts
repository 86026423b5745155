// mochi linear: linear classification on a run's frozen features.
import { linearOptions } from "../options/linear.ts";
import type { CliCommand } from "./command.ts";
import { createUi } from "./ui.ts";
import { readValues } from "./values.ts";

export const linearCommand: CliCommand = {
  name: "linear",
  summary: "Trains a linear classifier on the run's frozen features and tests it: top-1 and top-5.",
  argument: "<run>",
  argumentHelp: "run folder",
  options: linearOptions,
  examples: [
    ["mochi linear runs/quickstart", "once, on cached features"],
    ["mochi linear runs/quickstart --runs 3", "mean and standard deviation of three"],
    ["mochi linear runs/imagenet100 --recipe published --lr 10", "the published recipe, with a lower rate"],
  ],

  async run(input) {
    const values = readValues(linearOptions, input);
    const { linear } = await import("../experiment/linear.ts");
    await linear(input.positional[0]!, values, createUi());
    return 0;
  },
};
