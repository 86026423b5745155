// mochi report: the page of one or more runs, from their folders alone.
import type { CliCommand } from "./command.ts";
import { readValues } from "./values.ts";

export const reportCommand: CliCommand = {
  name: "report",
  summary:
    "Writes report.html into the first of the run folders: curves, tables, pictures, configuration. Loads neither tensors nor images.",
  argument: "<runs...>",
  argumentHelp: "run folders",
  options: {},
  examples: [
    ["mochi report runs/quickstart", "the page of one run"],
    ["mochi report runs/baseline runs/quickstart", "two runs side by side"],
  ],

  async run(input) {
    readValues({}, input);
    const { writeReport } = await import("../report/index.ts");
    process.stdout.write(`report: ${await writeReport([...input.positional])}\n`);
    return 0;
  },
};
