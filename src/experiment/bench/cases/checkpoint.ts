// Benchmark: saving a checkpoint of everything that training would lose: encoders, optimiser, queue; hashed and synced.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { methodByName } from "../../../methods/index.ts";
import { sgd } from "../../../nn/optim/sgd.ts";
import { saveCheckpoint } from "../../../run/checkpoint.ts";
import { randomKey } from "../../../tensor/index.ts";
import { trainableParameters } from "../../../train/loop.ts";
import { trainingState } from "../../../train/state.ts";
import { type BenchCase, type BenchProgram, timed } from "../case.ts";

const caseOf = (width: number): BenchCase => ({
  name: `checkpoint/w${width}`,
  settings: { arch: "resnet18", width, queueSize: 16_384 },
  unit: "ms",
  amount: 1,
  cores: "all",
  peers: ["customary"],
  isQuick: width === 16,
});

export const checkpointProgram: BenchProgram = {
  name: "checkpoint",
  cases: [caseOf(16), caseOf(64)],

  async provide(settings) {
    const folder = mkdtempSync(join(tmpdir(), "mochi-bench-"));
    return { settings: { ...settings, folder }, remove: () => rmSync(folder, { recursive: true }) };
  },

  async prepare(given) {
    const { width, queueSize, folder } = given as { width: number; queueSize: number; folder: string };
    const modules = methodByName("moco-v2").build({
      options: { queueSize, temperature: 0.2, encoderMomentum: 0.99, bnSplits: 1, inBatchNegatives: false },
      encoder: {
        ...{ arch: "resnet18", width, stem: "cifar" },
        ...{ embeddingSize: 128, headLayers: 2, headHidden: 0, headBatchNorm: false },
      },
      data: { length: 50_000, classes: 10 },
      random: randomKey(0),
    });
    const optimizer = sgd(trainableParameters(modules), { momentum: 0.9, weightDecay: 5e-4 });
    const state = trainingState(modules, optimizer);
    let step = 0;
    return () => {
      const info = { step: ++step, epoch: 1, mixedSteps: 0, trainSeconds: 0 };
      return timed(() => saveCheckpoint(folder, state, info));
    };
  },
};
