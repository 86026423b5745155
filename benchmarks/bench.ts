// npm run bench: `mochi bench`, and with --peer plain PyTorch on the same work, in alternation.
import { createRequire } from "node:module";
import type { CliCommand } from "../src/cli/command.ts";
import { runCommand } from "../src/cli/parse.ts";
import { createUi } from "../src/cli/ui.ts";
import { readValues } from "../src/cli/values.ts";
import { formatError, UsageError } from "../src/errors.ts";
import { bench } from "../src/experiment/bench/bench.ts";
import { benchOptions } from "../src/options/bench.ts";
import { inGroup, text, toggle } from "../src/options/index.ts";
import { pytorchPeer } from "./peer.ts";

const { physicalCores } = createRequire(import.meta.url)("../bin/physical-cores.cjs");

const options = {
  ...benchOptions,
  ...inGroup("Peer", {
    peer: toggle(false, {
      flag: "--peer",
      help: "plain PyTorch beside it, a repetition each in turn; needs python3-torch and python3-torchvision",
    }),
    reference: text(undefined, {
      flag: "--reference",
      value: "file",
      help: "JSON of medians the peer must come within 15 % of to count, by case and form; also MOCHI_BENCH_REFERENCE",
    }),
  }),
};

const command: CliCommand = {
  name: "bench",
  summary: "Measures Mochi, and with --peer plain PyTorch on the same work: medians, spread, peak memory, ratios.",
  options,
  remark:
    "As `npm run bench -- [options]`. Keep the machine quiet meanwhile; under 15 minutes with --peer, 2 with --quick.",
  examples: [
    ["npm run bench -- --peer", "the whole table"],
    ["npm run bench -- --peer --quick --only train-step", "the smaller training steps"],
    [
      "npm run bench -- --peer --reference medians.json",
      "the same; a peer slower than it is known to be does not count",
    ],
  ],

  async run(input) {
    const { peer, reference, ...values } = readValues(options, input);
    const references = reference ?? process.env.MOCHI_BENCH_REFERENCE;
    // As bin/mochi.cjs does, before libtorch is loaded anywhere.
    process.env.OMP_NUM_THREADS ||= String(physicalCores());
    await bench(values, createUi(), peer ? pytorchPeer(references) : undefined);
    return 0;
  },
};

runCommand(command, process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(formatError(error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
