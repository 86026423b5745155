// mochi reproduce: the talk's claims, tested by as many runs as the hours allow.
import { reproduceOptions } from "../options/reproduce.ts";
import type { CliCommand } from "./command.ts";
import { createUi } from "./ui.ts";
import { readValues } from "./values.ts";

export const reproduceCommand: CliCommand = {
  name: "reproduce",
  summary: "Trains supervised, MoCo-v2, MoCHi and oracle runs over seeds, and says which claims of the talk hold.",
  options: reproduceOptions,
  remark:
    "The plan is written to plan.md before the first run, with the rule and what each claim expects, and is never changed.\n" +
    "After every run claims.md holds the table so far. Stop at any time with Ctrl-C; the same command goes on.",
  examples: [
    ["mochi reproduce --plan --hours 8", "what would be run in eight hours, and how it would be judged"],
    ["mochi reproduce", "the three-hour plan; again after an interruption"],
    ["mochi report runs/reproduce", "claims and runs as a page, at any time"],
  ],

  async run(input) {
    const values = readValues(reproduceOptions, input);
    const { setThreads } = await import("../tensor/index.ts");
    if (values.threads > 0) setThreads(values.threads);
    const { reproduce } = await import("../experiment/reproduce/reproduce.ts");
    const failed = await reproduce(values, createUi());
    return failed > 0 ? 1 : 0;
  },
};
