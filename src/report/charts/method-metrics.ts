// Charts: the metrics that a method shows of itself, as config.json describes them.
import type { ShownMetric } from "../../run/types.ts";
import type { Summary } from "../summary.ts";
import type { Figure } from "./render.ts";
import { stepChart } from "./step-chart.ts";

// It has a chart of its own, in which runs of earlier versions appear too.
const drawnElsewhere = "proxyTop1";

/** One figure for each metric that a run's method shows; runs whose methods share a metric share its figure. */
export function methodCharts(summaries: readonly Summary[]): Figure[] {
  const shown = summaries.flatMap(({ run }) => run.config.shows ?? []);
  const byName = new Map<string, ShownMetric>();
  for (const metric of shown)
    if (metric.name !== drawnElsewhere && !byName.has(metric.name)) byName.set(metric.name, metric);
  return [...byName.values()].flatMap(({ name, title, meaning, isShare }) => {
    const figure = stepChart(summaries, {
      name: `method-${name}`,
      title,
      axisTitle: isShare ? `${title.toLowerCase()} (%)` : title.toLowerCase(),
      meaning,
      value: (line) => {
        const value: unknown = (line as unknown as Record<string, unknown>)[name];
        return typeof value !== "number" ? undefined : isShare ? 100 * value : value;
      },
      digits: 4,
      isNoisy: true,
    });
    return figure ?? [];
  });
}
