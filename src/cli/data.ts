// mochi data: which data sets there are, and fetching one ahead of a run.
import type { CliCommand } from "./command.ts";
import { createUi } from "./ui.ts";
import { readValues } from "./values.ts";

export const dataCommand: CliCommand = {
  name: "data",
  summary: "Lists the data sets and where they lie; with a name, fetches and checks that one.",
  argument: "[name]",
  argumentHelp: "data set to fetch",
  options: {},
  examples: [
    ["mochi data", "the list"],
    ["mochi data cifar10", "fetch CIFAR-10 now rather than at the first run"],
  ],

  async run(input) {
    readValues({}, input);
    const { describeData, prepareData } = await import("../data/index.ts");
    const [name] = input.positional;
    if (name === undefined) {
      process.stdout.write(`${await describeData()}\n`);
      return 0;
    }
    const ui = createUi();
    const description = await prepareData(name, (progress) => ui.progress(progress));
    ui.progress(undefined);
    ui.info(description);
    return 0;
  },
};
