// Results as they are printed: one line per evaluation, a small table at the end of a run.
import type { Ui } from "../options/index.ts";
import type { RunState } from "../run/run-folder.ts";
import type { Evaluation } from "../run/types.ts";

/** `linear: top-1 63.10 ± 0.12 %, top-5 96.20 % (3 runs)` */
export function sayEvaluation(evaluation: Evaluation | undefined, ui: Ui): void {
  if (!evaluation) return;
  const { name, mean, std, runs } = evaluation;
  const spread = (value: number) => (runs.length > 1 ? ` ± ${value.toFixed(2)}` : "");
  const count = runs.length > 1 ? ` (${runs.length} runs)` : "";
  ui.info(
    `${name}: top-1 ${mean.top1.toFixed(2)}${spread(std.top1)} %, top-5 ${mean.top5.toFixed(2)}${spread(std.top5)} %${count}`,
  );
}

/** The table at the end of pre-training. */
export function resultsTable(
  evaluations: readonly (Evaluation | undefined)[],
  state: RunState,
  images: number,
): string[] {
  const rows = evaluations.flatMap((evaluation) =>
    evaluation
      ? [
          [
            evaluation.name === "knn" ? "kNN" : evaluation.name,
            evaluation.mean.top1.toFixed(2),
            evaluation.mean.top5.toFixed(2),
          ],
        ]
      : [],
  );
  const mixed = (100 * state.mixedSteps) / state.steps;
  const minutes = (state.trainSeconds / 60).toFixed(1);
  return [
    ...(rows.length > 0 ? [line("test set", "top-1 %", "top-5 %")] : []),
    ...rows.map(([name, top1, top5]) => line(name!, top1!, top5!)),
    `${state.steps} steps, ${state.epoch.toFixed(2)} epochs of ${images} images in ${minutes} min of training; ${mixed.toFixed(1)} % of the steps mixed`,
  ];
}

function line(name: string, top1: string, top5: string): string {
  return `  ${name.padEnd(10)}${top1.padStart(9)}${top5.padStart(9)}`;
}
