// Monitors: they watch training and change neither weights nor draws.
import type { Contrast, Progress } from "../methods/method.ts";

export interface Monitor {
  /** Name of the evaluation line in metrics.jsonl. */
  name: string;
  /** Runs after every so many epochs, and after the last step. */
  everyEpochs: number;
  /** Numbers to record. */
  run(progress: Progress): Promise<Record<string, number>>;
}

/** Looks at what some steps contrast, within the step. */
export interface StepMonitor {
  /** `kind` of its lines in metrics.jsonl. */
  kind: string;
  everySteps: number;
  /** Numbers to record. The tensors end with the step. */
  look(contrast: Contrast): Record<string, unknown>;
}
