// README's numbers, from results.json. Run: npx tsx experiments/mixing-grid/gains.ts
import { readFileSync } from "node:fs";
import { spread } from "../../src/report/summary.ts";
import type { SweepResults } from "../../src/run/sweep-folder.ts";

const { cells } = JSON.parse(readFileSync(new URL("results.json", import.meta.url), "utf8")) as SweepResults;
const [baseline, ...mixtures] = cells;
const mean = (values: readonly number[]) => spread(values).mean.toFixed(2);

for (const score of ["linear", "knn"]) {
  const gains = mixtures.map(({ runs, values: { synthetic } }) => ({
    synthetic,
    ofSeeds: runs.map(({ top1 }, i) => top1[score]! - baseline!.runs[i]!.top1[score]!),
  }));
  const all = gains.flatMap(({ ofSeeds }) => ofSeeds);
  const means = gains.map(({ ofSeeds }) => Number(mean(ofSeeds)));
  console.log(`${score}: ${all.filter((gain) => gain > 0).length} of ${all.length} differences above 0`);
  console.log(`  mixtures gain ${Math.min(...means)} to ${Math.max(...means)} points on average`);
  for (const s of new Set(gains.map(({ synthetic }) => synthetic)))
    console.log(`  s ${s}: ${mean(gains.flatMap(({ synthetic, ofSeeds }) => (synthetic === s ? ofSeeds : [])))}`);
}
