// Chart: how often the positive outranks all negatives, over the steps.
import type { Summary } from "../summary.ts";
import type { Figure } from "./render.ts";
import { stepChart } from "./step-chart.ts";

export function proxyAccuracyChart(summaries: readonly Summary[]): Figure | undefined {
  return stepChart(summaries, {
    name: "proxy-accuracy",
    title: "Proxy accuracy",
    axisTitle: "proxy top-1 accuracy (%)",
    meaning: "How often the positive of a query outranks all its negatives.",
    value: (line) => (line.proxyTop1 === undefined ? undefined : 100 * line.proxyTop1),
    digits: 4,
    isNoisy: true,
  });
}
