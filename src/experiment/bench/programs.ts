// The list of benchmark programs; each is loaded when it is asked for, so that a worker pays for its own alone.
import type { BenchProgram } from "./case.ts";

const programs: Readonly<Record<string, () => Promise<BenchProgram>>> = {
  "train-step": async () => (await import("./cases/train-step.ts")).trainStepProgram,
  loss: async () => (await import("./cases/loss.ts")).lossProgram,
  mixing: async () => (await import("./cases/mixing.ts")).mixingProgram,
  augmentation: async () => (await import("./cases/augmentation.ts")).augmentationProgram,
  jpeg: async () => (await import("./cases/jpeg.ts")).jpegProgram,
  features: async () => (await import("./cases/features.ts")).featuresProgram,
  knn: async () => (await import("./cases/knn.ts")).knnProgram,
  linear: async () => (await import("./cases/linear.ts")).linearProgram,
  checkpoint: async () => (await import("./cases/checkpoint.ts")).checkpointProgram,
  "start-up": async () => (await import("./cases/start-up.ts")).startUpProgram,
  "operator-call": async () => (await import("./cases/operator-call.ts")).operatorCallProgram,
};

/** The program of this name, which must be one of the list. */
export function loadProgram(name: string): Promise<BenchProgram> {
  return programs[name]!();
}

/** All programs in the order in which they are measured. */
export function loadPrograms(): Promise<BenchProgram[]> {
  return Promise.all(Object.values(programs).map((load) => load()));
}
