// Monitor: watches training and changes neither weights nor draws.
import type { Progress } from "../methods/method.ts";

export interface Monitor {
  /** Name of the evaluation line in metrics.jsonl. */
  name: string;
  /** Runs after every so many epochs, and after the last step. */
  everyEpochs: number;
  /** Numbers to record. */
  run(progress: Progress): Promise<Record<string, number>>;
}
