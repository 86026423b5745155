// mochi methods: what can be trained.
import { methods } from "../methods/index.ts";
import type { CliCommand } from "./command.ts";
import { readValues } from "./values.ts";

export const methodsCommand: CliCommand = {
  name: "methods",
  summary: "Lists the methods: name, what it does, its source, the preset that suits it.",
  options: {},
  examples: [
    ["mochi methods", "the list"],
    ["mochi pretrain --method moco-v2", "train one of them"],
  ],

  async run(input) {
    readValues({}, input);
    const width = Math.max(...methods.map(({ name }) => name.length)) + 2;
    for (const { name, summary, source, defaultPreset } of methods) {
      const indent = " ".repeat(width);
      process.stdout.write(`${name.padEnd(width)}${summary}\n${indent}${source}\n${indent}preset: ${defaultPreset}\n`);
    }
    return 0;
  },
};
