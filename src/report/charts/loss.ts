// Chart: the loss of pre-training over the steps.
import type { Summary } from "../summary.ts";
import type { Figure } from "./render.ts";
import { stepChart } from "./step-chart.ts";

export function lossChart(summaries: readonly Summary[]): Figure | undefined {
  return stepChart(summaries, {
    name: "loss",
    title: "Loss",
    axisTitle: "contrastive loss (nats)",
    meaning: "Lower is better only between runs with equally many and equally hard negatives.",
    value: (line) => line.loss,
    digits: 4,
    isNoisy: true,
  });
}
