// The list of commands, with the line that the top help shows; each is loaded when it is called.
import type { CliCommand } from "./command.ts";

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<CliCommand>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: "pretrain",
    summary: "train an encoder on images without labels",
    load: async () => (await import("./pretrain.ts")).pretrainCommand,
  },
  {
    name: "knn",
    summary: "classify by nearest neighbours in a run's features",
    load: async () => (await import("./knn.ts")).knnCommand,
  },
  {
    name: "linear",
    summary: "train a linear classifier on a run's frozen features",
    load: async () => (await import("./linear.ts")).linearCommand,
  },
  {
    name: "analyze",
    summary: "look at a run's negatives and feature space",
    load: async () => (await import("./analyze.ts")).analyzeCommand,
  },
  {
    name: "sweep",
    summary: "run many configurations over several seeds",
    load: async () => (await import("./sweep.ts")).sweepCommand,
  },
  {
    name: "reproduce",
    summary: "test the talk's claims at a scale that fits the machine",
    load: async () => (await import("./reproduce.ts")).reproduceCommand,
  },
  {
    name: "report",
    summary: "write the page of one or more runs",
    load: async () => (await import("./report.ts")).reportCommand,
  },
  {
    name: "methods",
    summary: "list the methods that can be trained",
    load: async () => (await import("./methods.ts")).methodsCommand,
  },
  {
    name: "config",
    summary: "show the values of a preset and where each comes from",
    load: async () => (await import("./config.ts")).configCommand,
  },
  {
    name: "data",
    summary: "list data sets, fetch one, or pack images into one file",
    load: async () => (await import("./data.ts")).dataCommand,
  },
  {
    name: "bench",
    summary: "measure how fast this machine trains and evaluates",
    load: async () => (await import("./bench.ts")).benchCommand,
  },
  {
    name: "setup",
    summary: "install and build what is missing",
    load: async () => (await import("./machine.ts")).setupCommand,
  },
  {
    name: "doctor",
    summary: "say what was found on this machine, and what is missing",
    load: async () => (await import("./machine.ts")).doctorCommand,
  },
];
