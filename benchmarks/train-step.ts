// One training step at any setting against plain PyTorch's, step by step in turn: a case that `npm run bench` does not list.
// Run: npx tsx benchmarks/train-step.ts '{"method":"mochi","width":64,"precision":"fp32","bnSplits":8,"rounds":21}'
import { createRequire } from "node:module";
import { createUi } from "../src/cli/ui.ts";
import { measureCase } from "../src/experiment/bench/bench.ts";
import { trainStepCase, trainStepProgram } from "../src/experiment/bench/cases/train-step.ts";
import { describeMachine, sideEnvironment } from "../src/experiment/bench/environment.ts";
import { machineLines, resultTable } from "../src/experiment/bench/table.ts";
import { pytorchPeer } from "./peer.ts";

const { physicalCores } = createRequire(import.meta.url)("../bin/physical-cores.cjs");

const { rounds, ...given } = { rounds: 21, ...JSON.parse(process.argv[2] ?? "{}") };
const environment = sideEnvironment(Number(process.env.OMP_NUM_THREADS) || physicalCores());
const setting = { values: { quick: false, repeat: rounds }, environment, ui: createUi(), peer: pytorchPeer(undefined) };
const result = await measureCase(trainStepProgram, trainStepCase(given), setting);
const settings = Object.entries(result.settings).map(([name, value]) => `${name} ${value}`);
const machine = machineLines(describeMachine(environment));
for (const line of [...machine, settings.join(", "), "", ...resultTable({ cases: [result] })]) setting.ui.info(line);
