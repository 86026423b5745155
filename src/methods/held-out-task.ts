// What a method says of its proxy task, so that it can be judged on items held out of training.
import type { Tensor } from "../tensor/index.ts";
import type { StepInput } from "./method.ts";

/** How a proxy task is judged on items held out of training, which need no labels. */
export interface HeldOutTask<Options, Modules> {
  /** Name of the evaluation, `evaluations/<name>.json`. */
  name: string;
  /** Share of right answers that guessing gives. */
  chance: number;
  /** Of a batch of unaugmented views: `[n]` bool, which answers are right. */
  answer(input: Pick<StepInput<Options, Modules>, "views" | "ids" | "modules" | "options" | "random">): Tensor;
}
