// Chart: the learning rate over the steps.
import type { Summary } from "../summary.ts";
import type { Figure } from "./render.ts";
import { stepChart } from "./step-chart.ts";

export function learningRateChart(summaries: readonly Summary[]): Figure | undefined {
  return stepChart(summaries, {
    name: "learning-rate",
    title: "Learning rate",
    axisTitle: "learning rate (per optimiser step)",
    meaning: "As the optimiser used it, after warm-up and schedule.",
    value: (line) => line.learningRate,
    digits: 4,
    isNoisy: false,
  });
}
