// mochi config: the effective values of a preset, config file and flags, and where each comes from.
import type { MochiErrorFields } from "../errors.ts";
import { methods } from "../methods/index.ts";
import { inGroup, type OptionRecord, type ResolvedConfig, toggle } from "../options/index.ts";
import type { CliCommand } from "./command.ts";
import { pretrainFlags, resolveInput } from "./pretrain-input.ts";

const flags = pretrainFlags(methods);

export const configCommand: CliCommand = {
  name: "config",
  summary: "Shows the values a run would take and where each comes from; the flags are those of pretrain.",
  argument: "[preset]",
  argumentHelp: "preset to show; otherwise that of the config file, or quickstart",
  options: { ...inGroup("Output", { json: toggle(false, { flag: "--json", help: "as JSON" }) }), ...flags },
  remark: "The defaults in brackets are the options' own, before any preset; what is printed is what a run would take.",
  examples: [
    ["mochi config cifar10", "the preset's values"],
    ["mochi config imagenet1k --batch-size 512 --lr 0.06", "what would be trained with these flags"],
    ["mochi config quickstart --json", "for programs"],
  ],

  async run({ positional, flags: { "--json": json, ...given }, problems }) {
    const [presetName] = positional;
    const input = { positional, flags: given, problems: [...problems, ...twoPresets(presetName, given["--preset"])] };
    const { config } = await resolveInput(input, methods, { isRun: false, presetName });
    process.stdout.write(`${json === true ? JSON.stringify(config, null, 2) : configTable(flags, config)}\n`);
    return 0;
  },
};

function twoPresets(named: string | undefined, flag: string | boolean | undefined): MochiErrorFields[] {
  if (named === undefined || flag === undefined || named === flag) return [];
  const message = `preset ${named} and --preset ${flag} contradict each other`;
  return [{ code: "two-presets", message, where: "--preset", remedy: "give one of them" }];
}

/** One line per option: key, value, source, and the flag where the key does not tell it; under the headings of the help. */
function configTable(
  record: OptionRecord,
  { options, sources, notes, command, method, preset }: ResolvedConfig,
): string {
  const lines = [`preset ${preset}, method ${method}`];
  let heading = "";
  for (const [key, option] of Object.entries(record)) {
    if (!(key in options) || options[key] === undefined) continue;
    if (option.group !== heading) {
      heading = option.group;
      lines.push("", heading);
    }
    const source = sources[key] ?? "default";
    const flag =
      option.flag === `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}` ? "" : option.flag;
    lines.push(`  ${key.padEnd(22)}${option.format(options[key]).padEnd(30)} ${source.padEnd(9)}${flag}`.trimEnd());
  }
  if (notes.length > 0) lines.push("", "Notes", ...notes.map((note) => `  ${note}`));
  return [...lines, "", `Repeat: ${command}`].join("\n");
}
