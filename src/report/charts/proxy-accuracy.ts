// Chart: how often the positive outranks all negatives, over the steps.
import type { Summary } from "../summary.ts";
import type { Figure } from "./render.ts";
import { stepChart } from "./step-chart.ts";

export function proxyAccuracyChart(summaries: readonly Summary[]): Figure | undefined {
  return stepChart(summaries, {
    name: "proxy-accuracy",
    title: "Proxy accuracy",
    axisTitle: "queries whose positive ranks first (%)",
    value: (line) => (line.proxyTop1 === undefined ? undefined : 100 * line.proxyTop1),
    digits: 4,
    isNoisy: true,
  });
}
