// Oracle: lines written by hand.
import { expect, test } from "vitest";
import { resultsTable, sayEvaluation } from "../../src/experiment/results.ts";
import type { Evaluation } from "../../src/run/types.ts";
import { recordingUi } from "./made-run.ts";

const evaluation = (name: string, top1s: number[]): Evaluation => {
  const accuracy = { top1: top1s.reduce((a, b) => a + b, 0) / top1s.length, top5: 90 };
  const runs = top1s.map((top1) => ({ top1, top5: 90 }));
  return { name, ...accuracy, runs, mean: accuracy, std: { top1: 1.5, top5: 0 }, command: "", options: {}, seconds: 1 };
};

test("one run has no spread, several have", () => {
  const ui = recordingUi();
  sayEvaluation(evaluation("knn", [50]), ui);
  sayEvaluation(evaluation("linear", [60, 63]), ui);
  sayEvaluation(undefined, ui);
  expect(ui.lines).toEqual([
    "knn: top-1 50.00 %, top-5 90.00 %",
    "linear: top-1 61.50 ± 1.50 %, top-5 90.00 ± 0.00 % (2 runs)",
  ]);
});

test("the closing table", () => {
  const state = {
    status: "finished" as const,
    epoch: 2,
    step: 10,
    steps: 10,
    mixedSteps: 7,
    trainSeconds: 90,
    updatedAt: "",
  };
  expect(resultsTable([evaluation("knn", [50]), evaluation("linear", [60])], state, 80)).toEqual([
    "  test set    top-1 %  top-5 %",
    "  kNN           50.00    90.00",
    "  linear        60.00    90.00",
    "10 steps, 2.00 epochs of 80 images in 1.5 min of training; 70.0 % of the steps mixed",
  ]);
});
