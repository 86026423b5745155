// mochi data: which data sets there are, fetching one ahead of a run, and checking one's own images.
import type { DataDescription } from "../data/describe.ts";
import { UsageError } from "../errors.ts";
import type { CliCommand } from "./command.ts";
import { createUi } from "./ui.ts";
import { readValues } from "./values.ts";

export const dataCommand: CliCommand = {
  name: "data",
  summary: "Lists what --data takes and what is cached; with a name, fetches that data set; check decodes every image.",
  argument: "[words...]",
  argumentHelp: "a data set to fetch, or check and a folder",
  options: {},
  examples: [
    ["mochi data", "the list"],
    ["mochi data cifar10", "fetch CIFAR-10 now rather than at the first run"],
    ["mochi data check ./photos", "list the images that cannot be decoded; exit code 1 if there is one"],
  ],

  async run(input) {
    readValues({}, input);
    const { describeData, prepareData } = await import("../data/describe.ts");
    const [name, ...rest] = input.positional;
    if (name === "check" && rest.length < 2) return (await import("./data-check.ts")).checkData(rest[0]);
    if (rest.length > 0) throw unexpected(rest);
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

function unexpected(words: readonly string[]): UsageError {
  const message = `unexpected ${words.length > 1 ? "arguments" : "argument"} "${words.join(" ")}"`;
  return new UsageError([{ code: "unexpected-argument", message, remedy: "see mochi data --help" }]);
}

function dataLine({ spec, meaning, cached }: DataDescription): string {
  const line = `${spec.padEnd(16)}${meaning}`;
  if (!cached) return line;
  const size = cached.bytes > 0 ? `, ${Math.round(cached.bytes / 2 ** 20)} MiB` : "";
  return `${line}\n${" ".repeat(16)}${cached.state}${size} in ${cached.folder}`;
}
