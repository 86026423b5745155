// mochi data: which data sets there are, and fetching one ahead of a run.
import type { DataDescription } from "../data/describe.ts";
import type { CliCommand } from "./command.ts";
import { createUi } from "./ui.ts";
import { readValues } from "./values.ts";

export const dataCommand: CliCommand = {
  name: "data",
  summary: "Lists what --data takes and what is cached; with a name, fetches and checks that data set.",
  argument: "[name]",
  argumentHelp: "data set to fetch",
  options: {},
  examples: [
    ["mochi data", "the list"],
    ["mochi data cifar10", "fetch CIFAR-10 now rather than at the first run"],
  ],

  async run(input) {
    readValues({}, input);
    const { describeData, prepareData } = await import("../data/describe.ts");
    const [name] = input.positional;
    if (name === undefined) {
      process.stdout.write(`${(await describeData()).map(dataLine).join("\n")}\n`);
      return 0;
    }
    const ui = createUi();
    const description = await prepareData(name, (progress) => ui.progress(progress));
    ui.progress(undefined);
    ui.info(description);
    return 0;
  },
};

function dataLine({ spec, meaning, cached }: DataDescription): string {
  const line = `${spec.padEnd(16)}${meaning}`;
  if (!cached) return line;
  const size = cached.bytes > 0 ? `, ${Math.round(cached.bytes / 2 ** 20)} MiB` : "";
  return `${line}\n${" ".repeat(16)}${cached.state}${size} in ${cached.folder}`;
}
