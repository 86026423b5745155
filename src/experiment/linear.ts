// mochi linear: linear classification on the frozen features of a run.
import type { Ui } from "../options/index.ts";
import type { LinearValues } from "../options/linear.ts";
import { evaluateLinear, withFeatures } from "./evaluate-run.ts";
import { openRun } from "./open-run.ts";
import { sayEvaluation } from "./results.ts";

/** Trains and tests linear classifiers on the newest checkpoint of `path` and prints top-1 and top-5. */
export async function linear(path: string, values: LinearValues, ui: Ui): Promise<void> {
  const run = await openRun(path, ui, values);
  const command = `mochi linear ${path} --recipe ${values.recipe} --runs ${values.runs} --seed ${values.seed}`;
  const evaluation = await withFeatures(run, "linear classification", ui, (features) =>
    evaluateLinear(run, features, values, ui, command),
  );
  sayEvaluation(evaluation, ui);
}
