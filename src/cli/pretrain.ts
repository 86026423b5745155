// mochi pretrain: options from all sources to one configuration, then the experiment.
import { methods } from "../methods/index.ts";
import type { CliCommand } from "./command.ts";
import { pretrainFlags, quickstartDefaults, resolveInput } from "./pretrain-input.ts";
import { createUi } from "./ui.ts";

export const pretrainCommand: CliCommand = {
  name: "pretrain",
  summary: "Trains an encoder on images without labels; the run folder then holds weights, metrics and a report.",
  options: pretrainFlags(methods),
  defaults: quickstartDefaults(methods),
  remark:
    "The defaults in brackets are those of the preset quickstart; `mochi config PRESET` shows the others'.\n" +
    "Flags win over mochi.config.ts, which wins over the preset.",
  examples: [
    ["mochi pretrain --minutes 2 --out runs/taste", "a first taste: MoCHi on CIFAR-10 for two minutes"],
    ["mochi pretrain --data ./photos --image-size 64 --epochs 20 --out runs/photos", "an encoder for your own images"],
    ["mochi pretrain --preset cifar10 --method moco-v2 --out runs/baseline --seed 1", "a baseline to compare with"],
  ],

  async run(input) {
    const { config, warnings } = await resolveInput(input, methods);
    const ui = createUi({ printFrequency: config.options.printFrequency });
    for (const warning of warnings) ui.warn(warning);
    if (config.options.resume) ui.info(`continuing the unfinished run in ${config.options.resume}`);
    const { pretrain } = await import("../experiment/pretrain.ts");
    await pretrain(config, ui);
    return 0;
  },
};
