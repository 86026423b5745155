// mochi knn: kNN evaluation of a finished or unfinished run.
import type { Ui } from "../options/index.ts";
import type { KnnValues } from "../options/knn.ts";
import { evaluateKnn, withFeatures } from "./evaluate-run.ts";
import { openRun } from "./open-run.ts";
import { sayEvaluation } from "./results.ts";

/** Evaluates the newest checkpoint of `path` and prints top-1 and top-5. */
export async function knn(path: string, values: KnnValues, ui: Ui): Promise<void> {
  const run = await openRun(path, ui, values);
  const { neighbours, temperature } = values;
  const command = `mochi knn ${path} --neighbours ${neighbours} --temperature ${temperature}`;
  const evaluation = await withFeatures(run, "kNN", ui, (features) => evaluateKnn(run, features, values, command));
  sayEvaluation(evaluation, ui);
}
