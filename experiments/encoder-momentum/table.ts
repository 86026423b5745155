// README's table, from the sweep's runs and those of the reproduction. Run: npx tsx experiments/encoder-momentum/table.ts
import { spread } from "../../src/report/summary.ts";
import { readRun } from "../../src/run/read.ts";
import type { StepMetrics } from "../../src/run/types.ts";

const seeds = [0, 1, 2];
const cells = [
  ...["moco-v2", "mochi"].flatMap((method) => [
    `experiments/reproduce/run/${method}`,
    ...[0.996, 0.999].map((momentum) => `runs/encoder-momentum/${method}-${momentum}`),
  ]),
  "experiments/reproduce/run/moco-v2-k-1024",
];

const mean = (values: readonly number[]) => spread(values).mean;

console.log("| | loss, before → at the end | proxy accuracy (%), before → at the end | kNN top-1 | linear top-1 |");
console.log("|---|---|---|---|---|");
for (const cell of cells) {
  const runs = await Promise.all(seeds.map((seed) => readRun(`${cell}-seed-${seed}`)));
  const over = (from: number, to: number, value: (line: StepMetrics) => number) =>
    mean(runs.map(({ steps }) => mean(steps.slice(from * steps.length, to * steps.length).map(value))));
  const moved = (value: (line: StepMetrics) => number, digits: number) =>
    `${over(0.6, 0.7, value).toFixed(digits)} → ${over(0.95, 1, value).toFixed(digits)}`;
  const top1 = (name: string) => mean(runs.map(({ evaluations }) => evaluations[name]!.top1)).toFixed(2);
  const [loss, proxy] = [moved((line) => line.loss, 2), moved(({ proxyTop1 = 0 }) => 100 * proxyTop1, 1)];
  console.log(`| ${cell} | ${loss} | ${proxy} | ${top1("knn")} | ${top1("linear")} |`);
}
