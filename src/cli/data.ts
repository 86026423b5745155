// mochi data: which data sets there are, fetching one ahead of a run, packing images and checking them.
import type { DataDescription } from "../data/describe.ts";
import type { MochiErrorFields } from "../errors.ts";
import { packOptions } from "../options/pack.ts";
import { asTyped } from "./as-typed.ts";
import type { CliCommand, CommandInput } from "./command.ts";
import { createUi } from "./ui.ts";
import { readValues } from "./values.ts";

/** What can stand where the name of a data set does; each takes the arguments that follow it. */
const actions: Readonly<Record<string, (input: CommandInput) => Promise<number>>> = {
  pack: async (input) => (await import("./data-pack.ts")).packData(input),
  check: async (input) => {
    const [spec, ...rest] = input.positional;
    readValues({}, { ...input, flags: {}, problems: [...input.problems, ...outOfPlace(input, rest)] });
    return (await import("./data-check.ts")).checkData(spec);
  },
};

export const dataCommand: CliCommand = {
  name: "data",
  summary:
    "Lists what --data takes and what is cached; with a name, fetches and checks that data set; `pack` writes images into one file; `check` decodes every image.",
  argument: "[what...]",
  argumentHelp: "data set to fetch; or `pack` or `check` and a folder, or any other value of --data",
  options: packOptions,
  remark: "A packing that was broken off is continued by the same command. Broken images are passed over and named.",
  examples: [
    ["mochi data cifar10", "fetch CIFAR-10 now rather than at the first run"],
    ["mochi data pack ./imagenet --size 256 --out imagenet.mochi", "resize all images once, into one file"],
    ["mochi data check ./photos", "list the images that cannot be decoded; exit code 1 if there is one"],
  ],

  async run(input) {
    const [what, ...rest] = input.positional;
    const action = what === undefined ? undefined : actions[what];
    if (action) return action({ ...input, positional: rest });
    readValues({}, { ...input, flags: {}, problems: [...input.problems, ...outOfPlace(input, rest)] });
    const { describeData, prepareData } = await import("../data/describe.ts");
    if (what === undefined) {
      const descriptions = await describeData();
      const column = 2 + Math.max(...descriptions.map(({ spec }) => spec.length));
      const lines = descriptions.map((description) => dataLine(description, column));
      process.stdout.write(asTyped(`${lines.join("\n")}\n`));
      return 0;
    }
    const ui = createUi();
    const description = await prepareData(what, (progress) => ui.progress(progress));
    ui.progress(undefined);
    ui.info(description);
    return 0;
  },
};

/** Flags and arguments that only an action takes. */
function outOfPlace({ flags }: CommandInput, rest: readonly string[]): MochiErrorFields[] {
  const remedy = "see mochi data --help";
  return [
    ...Object.keys(flags).map((flag) => ({
      code: "command-line",
      message: `${flag} belongs to mochi data pack`,
      remedy,
    })),
    ...rest.map((text) => ({ code: "unexpected-argument", message: `unexpected argument "${text}"`, remedy })),
  ];
}

function dataLine({ spec, meaning, cached }: DataDescription, column: number): string {
  const line = `${spec.padEnd(column)}${meaning}`;
  if (!cached) return line;
  const size = cached.bytes > 0 ? `, ${Math.round(cached.bytes / 2 ** 20)} MiB` : "";
  return `${line}\n${" ".repeat(column)}${cached.state}${size} in ${cached.folder}`;
}
