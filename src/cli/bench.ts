// mochi bench: how fast this machine trains, mixes, augments, reads images and evaluates.
import { benchOptions } from "../options/bench.ts";
import type { CliCommand } from "./command.ts";
import { createUi } from "./ui.ts";
import { readValues } from "./values.ts";

export const benchCommand: CliCommand = {
  name: "bench",
  summary:
    "Measures training step, loss, augmentation, image road, evaluation, checkpoint and start-up; peak memory too.",
  options: benchOptions,
  examples: [
    ["mochi bench --quick", "the smaller cases, in under two minutes"],
    ["mochi bench --only loss,mixing --json loss.json", "what hard negative mixing costs"],
    ["mochi bench --only train-step/mochi --repeat 21", "one case with more rounds"],
  ],

  async run(input) {
    const values = readValues(benchOptions, input);
    const { bench } = await import("../experiment/bench/bench.ts");
    await bench(values, createUi());
    return 0;
  },
};
