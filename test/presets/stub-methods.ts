// Two small methods, so that these tests do not change when the real ones do.
import { count, type MethodDescription, number, toggle } from "../../src/options/index.ts";

const queueOptions = {
  queueSize: count(4096, { flag: "--queue-size", help: "past keys" }),
  temperature: number(0.2, { above: 0, flag: "--temperature", help: "τ" }),
  encoderMomentum: number(0.99, { min: 0, below: 1, flag: "--encoder-momentum", help: "m" }),
  bnSplits: count(8, { flag: "--bn-splits", help: "slices" }),
  inBatchNegatives: toggle(false, { flag: "--in-batch-negatives", help: "keys of the batch" }),
};

const mixing = { flag: "--mochi", value: "N,s,s′", help: "mixing", implies: { method: "mochi" } };

export const stubMethods: readonly MethodDescription[] = [
  {
    name: "moco-v2",
    summary: "momentum contrast",
    source: "a paper",
    defaultPreset: "cifar10",
    options: queueOptions,
  },
  {
    name: "mochi",
    summary: "hard negative mixing",
    source: "another paper",
    defaultPreset: "quickstart",
    options: {
      ...queueOptions,
      hardest: count(1024, { ...mixing, min: 0 }),
      synthetic: count(1024, { ...mixing, min: 0 }),
      syntheticWithQuery: count(128, { ...mixing, min: 0 }),
      mixingWarmup: number(10, { min: 0, flag: "--mixing-warmup", help: "epochs" }),
    },
  },
];
